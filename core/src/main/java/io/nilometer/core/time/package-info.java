/**
 * Event time: how far each partition and each source has come, which partitions are idle, and what follows for windows.
 * In go what was scanned and the wall clock of the batch; out come the clocks, which are part of every commit.
 */
@NullMarked
package io.nilometer.core.time;

import org.jspecify.annotations.NullMarked;
