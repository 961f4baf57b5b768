package io.nilometer.core.program;

import io.nilometer.core.time.PartitionClock;

/**
 * How time is cut for windows: slices are numbered, and each begins where the one before it ends. Used by any thread at the
 * same time.
 */
public sealed interface Slices extends Grouping.Slicing permits FixedSlices, CalendarSlices {

    /** The slice that a time lies in. */
    long slice(long micros);

    /** When a slice begins, in microseconds; not before the one before it, and at the same time when that one is empty. */
    long startMicros(long slice);

    /** For people: how long a slice is. */
    String text();

    /** The last window end that a watermark has reached: windows that end with this slice's beginning or before are closed. */
    default long closedEnd(long watermarkMicros) {
        boolean known = watermarkMicros != PartitionClock.UNKNOWN && watermarkMicros != Long.MAX_VALUE;
        return known ? slice(watermarkMicros) : watermarkMicros;
    }
}
