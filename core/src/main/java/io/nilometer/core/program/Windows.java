package io.nilometer.core.program;

/**
 * The windows of a metric in whole slices of its grouping: they begin at the slices {@code first + n × slide}, and a window
 * is named by the slice with whose beginning it ends.
 *
 * @param size of a window in slices
 * @param slide from one window's beginning to the next one's, in slices
 * @param longestMicros about how long a window can be
 * @param text for people, as a pipeline file writes it
 */
public record Windows(Slices slices, long size, long slide, long first, long longestMicros, String text) {

    /** The end of the last window that covers a slice. */
    public long lastEnd(long slice) {
        return Math.floorDiv(slice - first, slide) * slide + first + size;
    }

    /** The end of the first window that covers a slice. */
    public long firstEnd(long slice) {
        long last = lastEnd(slice);
        return last - Math.floorDiv(last - slice - 1, slide) * slide;
    }

    public long startMicros(long end) {
        return slices.startMicros(end - size);
    }

    public long endMicros(long end) {
        return slices.startMicros(end);
    }
}
