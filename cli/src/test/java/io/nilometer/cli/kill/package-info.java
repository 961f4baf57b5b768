/** The real process, killed in the middle of its work. */
@NullMarked
package io.nilometer.cli.kill;

import org.jspecify.annotations.NullMarked;
