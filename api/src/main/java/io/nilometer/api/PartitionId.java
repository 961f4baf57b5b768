package io.nilometer.api;

/**
 * A partition of a source: records in it are ordered.
 *
 * @param name unique within the source and the same in every run, such as {@code logs-0} or a file's path; empty for the
 *     source's {@link #NOTE}
 * @param order breaks ties between partitions wherever order matters: as the source names them, the same on every engine
 */
public record PartitionId(String name, long order) {

    /**
     * Stands for no partition: with its position a source keeps what belongs to all of them, such as which files are
     * finished. It has no records and no clock; while its progress is {@link Source.Progress#BACKLOG} there is something to
     * read that belongs to no partition yet.
     */
    public static final PartitionId NOTE = new PartitionId("", -1);

    public boolean isNote() {
        return name.isEmpty();
    }
}
