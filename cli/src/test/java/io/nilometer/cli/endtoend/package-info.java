/** The real program as a user starts it: a process, its arguments, its output, files and exit code. Nothing is faked. */
@NullMarked
package io.nilometer.cli.endtoend;

import org.jspecify.annotations.NullMarked;
