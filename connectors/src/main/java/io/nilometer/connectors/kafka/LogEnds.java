package io.nilometer.connectors.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Where partitions end, records behind open transactions included, asked again and again. Only a partition whose end has
 * been told lately is known to be readable at all: the client is silent about those whose broker does not answer.
 */
final class LogEnds {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LASTS = Duration.ofSeconds(3);

    private final ClusterAdmin admin;
    private final Map<TopicPartition, End> ends = new ConcurrentHashMap<>();
    private long asked = System.nanoTime() - EVERY.toNanos();

    private record End(long offset, long toldNanos) {}

    LogEnds(ClusterAdmin admin) {
        this.admin = admin;
    }

    /** Asks again when it is time; does not wait. */
    void look(Collection<TopicPartition> partitions) {
        long now = System.nanoTime();
        if (!partitions.isEmpty() && now - asked >= EVERY.toNanos()) {
            asked = now;
            admin.ends(partitions, this::told);
        }
    }

    /**
     * Asks when it is time, and waits for the answer.
     *
     * @throws org.apache.kafka.common.KafkaException when none comes
     */
    void await(Collection<TopicPartition> partitions, Duration patience) {
        long now = System.nanoTime();
        if (now - asked >= EVERY.toNanos() || !ends.keySet().containsAll(partitions)) {
            admin.ends(partitions, patience).forEach(this::told);
            asked = now;
        }
    }

    private void told(TopicPartition partition, long end) {
        ends.put(partition, new End(end, System.nanoTime()));
    }

    /** The end as it was told last, however long ago. */
    OptionalLong last(TopicPartition partition) {
        End end = ends.get(partition);
        return end == null ? OptionalLong.empty() : OptionalLong.of(end.offset);
    }

    /** Whether nothing waits behind an offset, as far as the partition's broker has told just now. */
    boolean isEnd(TopicPartition partition, long offset) {
        End end = ends.get(partition);
        return end != null && System.nanoTime() - end.toldNanos < LASTS.toNanos() && offset >= end.offset;
    }

    void forget(TopicPartition partition) {
        ends.remove(partition);
    }
}
