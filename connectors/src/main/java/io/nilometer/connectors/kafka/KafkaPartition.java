package io.nilometer.connectors.kafka;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** How far a partition has been read. */
final class KafkaPartition {

    static final long NO_END = -1;

    private final TopicPartition partition;
    private final PartitionId id;
    private final RecordBatch.Origin origin;
    private final Map<String, Long> notes = new TreeMap<>();
    private Uuid topicId;
    private long end;
    private long next;
    private boolean paused;
    private boolean gone;

    /**
     * @param order of its topic among those that the source names
     * @param end the offset to stop at, or {@link #NO_END}
     */
    KafkaPartition(TopicPartition partition, long order, KafkaPosition next, long end) {
        this.partition = partition;
        this.id = new PartitionId(partition.toString(), order);
        this.origin = new RecordBatch.Origin(partition.topic(), partition.partition(), null);
        this.topicId = next.topic();
        this.next = next.offset();
        this.end = end;
    }

    /** The partition of a {@link PartitionId}. */
    static TopicPartition parse(String name) {
        int dash = name.lastIndexOf('-');
        return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
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

    /** Where reading goes on, for the state. */
    String resume() {
        return new KafkaPosition(next, topicId).toString();
    }

    Uuid topicId() {
        return topicId;
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

    /** Its topic is known now, or is another one. */
    void belongsTo(Uuid topic) {
        topicId = topic;
    }

    /** The end of a bounded run is another one: the partition was made anew. */
    void endAt(long offset) {
        end = offset;
    }

    /** Something that weakens a promise. */
    void note(LostRecords what) {
        what.notes().forEach(this::note);
    }

    void note(String what, long times) {
        notes.merge(what, times, Long::sum);
    }

    /** What weakens a promise, counted since the beginning. */
    Map<String, Long> notes() {
        return Map.copyOf(notes);
    }

    boolean isBounded() {
        return end != NO_END;
    }

    boolean hasEnded() {
        return gone || isBounded() && next >= end;
    }

    /** Its topic was made anew, with fewer partitions. */
    void vanish() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    void pause(boolean pausedNow) {
        paused = pausedNow;
    }

    boolean isRead() {
        return !paused && !hasEnded();
    }
}
