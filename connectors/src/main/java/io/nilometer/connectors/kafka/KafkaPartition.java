package io.nilometer.connectors.kafka;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import org.apache.kafka.common.TopicPartition;

/** How far a partition has been read. */
final class KafkaPartition {

    static final long NO_END = -1;

    private final TopicPartition partition;
    private final PartitionId id;
    private final RecordBatch.Origin origin;
    private final long end;
    private long next;
    private boolean paused;

    /**
     * @param order of its topic among those that the source names
     * @param end the offset to stop at, or {@link #NO_END}
     */
    KafkaPartition(TopicPartition partition, long order, long next, long end) {
        this.partition = partition;
        this.id = new PartitionId(partition.toString(), order);
        this.origin = new RecordBatch.Origin(partition.topic(), partition.partition(), null);
        this.next = next;
        this.end = end;
    }

    TopicPartition partition() {
        return partition;
    }

    PartitionId id() {
        return id;
    }

    RecordBatch.Origin origin() {
        return origin;
    }

    /** The offset after the last record handed over. */
    long next() {
        return next;
    }

    long end() {
        return end;
    }

    void advanceTo(long offset) {
        next = Math.max(next, offset);
    }

    void jumpTo(long offset) {
        next = offset;
    }

    boolean isBounded() {
        return end != NO_END;
    }

    boolean hasEnded() {
        return isBounded() && next >= end;
    }

    void pause(boolean pausedNow) {
        paused = pausedNow;
    }

    boolean isRead() {
        return !paused && !hasEnded();
    }
}
