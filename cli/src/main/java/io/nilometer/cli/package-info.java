/**
 * The command line: one class per command, and the wiring of everything else. Arguments come in; results go to the
 * standard output, problems and progress to the standard error, and the exit code says how it went.
 */
@NullMarked
package io.nilometer.cli;

import org.jspecify.annotations.NullMarked;
