package io.nilometer.api;

import java.util.Map;

/**
 * A piece of a partition: what one process reads of it in one batch. Reading the same range again gives the same records.
 *
 * @param from where reading begins, as {@link Source.PartitionStatus#resume} or a reader gave it; only the source
 *     understands the text
 * @param to where it ends, as text that only the source understands; equal to {@code from} when there is nothing to read
 * @param progress how far the partition will have been read after it; its reader may know better
 * @param lag records known to wait behind it; -1 when unknown
 * @param notes what weakens a promise and happened before it, such as {@code lost} with the number of records that were gone
 *     before they were read; a range that is not taken notes the same when it is planned again
 */
public record Range(
        PartitionId partition, String from, String to, Source.Progress progress, long lag, Map<String, Long> notes) {

    public Range {
        notes = Map.copyOf(notes);
    }

    /** One of which there is nothing to note. */
    public Range(PartitionId partition, String from, String to, Source.Progress progress, long lag) {
        this(partition, from, to, progress, lag, Map.of());
    }

    /** What is planned in the place of this one, with its notes. */
    public Range instead(String otherFrom, String otherTo, Source.Progress otherProgress) {
        return new Range(partition, otherFrom, otherTo, otherProgress, lag, notes);
    }

    public boolean isEmpty() {
        return from.equals(to);
    }
}
