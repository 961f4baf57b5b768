package io.nilometer.api;

import java.util.List;
import java.util.Map;

/**
 * Knows the partitions of a source and decides how much of each is read next. Lives in one process, beside many {@link
 * RangeReader}s in others. Calls come from one thread, in this order: {@link #open}, then {@link #next} again and again, at
 * last {@link #close}; only {@link #wakeUp} may come from any thread.
 *
 * <p>Failures are treated as {@link Source} does: what may pass is retried inside and told, what will not is thrown.
 */
public interface RangePlanner extends AutoCloseable {

    /**
     * Makes ready; waits for a system that cannot be reached, until {@link #wakeUp}.
     *
     * @param resume as in {@link Source#open}
     */
    void open(Map<String, String> resume);

    /**
     * One range for every partition known now, also those with nothing to read, perhaps with one for the {@link
     * PartitionId#NOTE}, which nobody reads: its end becomes its position. A partition in {@code read} that is {@link
     * Source.Progress#GONE} is said to be so again and again until it is not in {@code read} any more. Does not wait for records; a system that
     * cannot be reached now gives empty ranges with {@link Source.Progress#BACKLOG}.
     *
     * @param read by partition, where reading goes on; partitions not in it have not been read yet
     * @param most of each partition
     */
    List<Range> next(Map<String, String> read, Most most);

    /** Ends the waiting of an {@link #open} or {@link #next} under way. */
    void wakeUp();

    @Override
    void close();

    /** Bounds of one range; a source keeps those it can count, and may go a little beyond. */
    record Most(long records, long bytes) {}
}
