/**
 * The results of a run as a screen that redraws in place. Rows, status, notices and planted incidents come in and become a
 * {@link io.nilometer.cli.live.Snapshot}; a {@link io.nilometer.cli.live.Frame} of it is a pure function of snapshot, size
 * and glyphs; the terminal gets the lines that have changed.
 */
@NullMarked
package io.nilometer.cli.live;

import org.jspecify.annotations.NullMarked;
