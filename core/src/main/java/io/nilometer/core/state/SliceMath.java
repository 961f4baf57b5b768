package io.nilometer.core.state;

import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.time.PartitionClock;

/**
 * Windows of a metric in whole slices of its grouping. Slice s covers [offset + s × width, offset + (s + 1) × width); a
 * window is named by the slice at whose beginning it ends.
 */
public final class SliceMath {

    private final long width;
    private final long offset;
    private final long sizeSlices;
    private final long slideSlices;
    private final long startSlice;

    public SliceMath(Grouping.Slices slices, MetricProgram metric) {
        width = slices.widthMicros();
        offset = slices.offsetMicros();
        sizeSlices = metric.sizeMicros() / width;
        slideSlices = metric.slideMicros() / width;
        startSlice = Math.floorDiv(metric.offsetMicros() - offset, width);
        if (sizeSlices * width != metric.sizeMicros() || slideSlices * width != metric.slideMicros()) {
            throw new IllegalArgumentException("window of " + metric.name() + " is not made of whole slices");
        }
    }

    /** The end of the last window that covers a slice. */
    public long lastEnd(long slice) {
        return Math.floorDiv(slice - startSlice, slideSlices) * slideSlices + startSlice + sizeSlices;
    }

    public long slide() {
        return slideSlices;
    }

    public long size() {
        return sizeSlices;
    }

    /** The time at which a slice begins (or a window named by it ends), in microseconds. */
    public long micros(long slice) {
        return offset + slice * width;
    }

    /** The last window end that a watermark has reached: windows named by it or less are closed. */
    public static long closedEnd(Grouping.Slices slices, long watermarkMicros) {
        if (watermarkMicros == PartitionClock.UNKNOWN || watermarkMicros == Long.MAX_VALUE) {
            return watermarkMicros;
        }
        return Math.floorDiv(watermarkMicros - slices.offsetMicros(), slices.widthMicros());
    }
}
