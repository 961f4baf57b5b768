package io.nilometer.connectors.kafka;

import io.nilometer.api.Options;
import io.nilometer.api.SourceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Uuid;

/** What becomes of positions at which there is nothing any more: as {@code on_lost} says. */
final class TopicChanges {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Options options;
    private final SourceContext context;

    TopicChanges(Options options, SourceContext context) {
        this.options = options;
        this.context = context;
    }

    /**
     * Sets partitions whose topic was deleted and made again to its beginning. Throws what the clients throw, and has then
     * changed nothing.
     *
     * @return whether there were any
     * @throws io.nilometer.api.NilometerException when the run must stop there
     */
    boolean replace(ClusterAdmin admin, Consumer<?, ?> consumer, Collection<KafkaPartition> partitions) {
        Map<String, ClusterAdmin.Topic> found = admin.topics(
                ClusterAdmin.names(
                        partitions.stream().map(KafkaPartition::partition).toList()),
                PATIENCE);
        List<KafkaPartition> anew = new ArrayList<>();
        List<KafkaPartition> vanished = new ArrayList<>();
        for (KafkaPartition partition : partitions) {
            ClusterAdmin.Topic topic = found.get(partition.partition().topic());
            // One that was deleted and is not there again may still be.
            if (topic == null || partition.isGone()) {
                continue;
            }
            if (partition.partition().partition() >= topic.partitions()) {
                vanished.add(partition);
            } else if (KafkaPosition.differ(partition.topicId(), topic.id())) {
                anew.add(partition);
            } else {
                partition.belongsTo(topic.id());
            }
        }
        Map<org.apache.kafka.common.TopicPartition, LogSpan> spans = LogSpan.of(
                consumer, anew.stream().map(KafkaPartition::partition).toList(), PATIENCE);
        for (KafkaPartition partition : vanished) {
            skip(partition, new LogSpan(0, 0).lost(partition, LostRecords.Topic.ANOTHER));
            partition.vanish();
        }
        for (KafkaPartition partition : anew) {
            LogSpan span = Objects.requireNonNull(spans.get(partition.partition()));
            skip(partition, span.lost(partition, LostRecords.Topic.ANOTHER));
            partition.belongsTo(
                    Objects.requireNonNull(found.get(partition.partition().topic()))
                            .id());
        }
        return !anew.isEmpty() || !vanished.isEmpty();
    }

    /** What is known of the topic of a position, once {@link #replace} has said that it is not another one. */
    LostRecords.Topic wasKnown(KafkaPartition partition) {
        return partition.topicId().equals(Uuid.ZERO_UUID) ? LostRecords.Topic.UNKNOWN : LostRecords.Topic.SAME;
    }

    /** Goes on behind what is lost, and tells; or stops the run. */
    void skip(KafkaPartition partition, LostRecords what) {
        failIfWanted(what);
        context.notice().accept(what.goingOn());
        partition.note(what);
        partition.jumpTo(what.next());
        if (partition.isBounded() && partition.end() > what.end()) {
            partition.endAt(what.end());
        }
    }

    /** @throws io.nilometer.api.NilometerException when records that are lost are to stop the run */
    void failIfWanted(LostRecords what) {
        if (options.get(KafkaSourceFactory.ON_LOST) == KafkaSourceFactory.OnLost.FAIL) {
            throw what.failure();
        }
    }
}
