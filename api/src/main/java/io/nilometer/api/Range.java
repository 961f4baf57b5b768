package io.nilometer.api;

/**
 * A piece of a partition: what one process reads of it in one batch. Reading the same range again gives the same records.
 *
 * @param from where reading begins, as {@link Source.PartitionStatus#resume} or a reader gave it; only the source
 *     understands the text
 * @param to where it ends, as text that only the source understands; equal to {@code from} when there is nothing to read
 * @param progress how far the partition will have been read after it; its reader may know better
 * @param lag records known to wait behind it; -1 when unknown
 */
public record Range(PartitionId partition, String from, String to, Source.Progress progress, long lag) {

    public boolean isEmpty() {
        return from.equals(to);
    }
}
