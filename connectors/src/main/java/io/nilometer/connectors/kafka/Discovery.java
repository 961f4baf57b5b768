package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Finds the partitions to read, and where each of them begins. */
final class Discovery {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Partitions whose offsets are told when reading goes on at them. */
    private static final int TOLD = 4;

    private final Options options;
    private final SourceContext context;
    private final ClusterAdmin admin;
    private final WhoseCluster cluster;
    private final Set<String> saidMissing = new HashSet<>();
    private boolean first = true;

    Discovery(Options options, SourceContext context, ClusterAdmin admin, WhoseCluster cluster) {
        this.options = options;
        this.context = context;
        this.admin = admin;
        this.cluster = cluster;
    }

    /** Partitions that are not known yet. Throws what the client throws, and has then changed nothing. */
    List<KafkaPartition> unknown(Consumer<?, ?> consumer, Set<TopicPartition> known) {
        List<TopicPartition> fresh = new ArrayList<>(all(consumer));
        if (first) {
            cluster.look(admin, PATIENCE);
        }
        fresh.removeAll(known);
        Map<String, ClusterAdmin.Topic> topics = admin.topics(ClusterAdmin.names(fresh), PATIENCE);
        // Deleted since it was listed, or not known to all brokers yet: it is found the next time.
        fresh.removeIf(partition -> !topics.containsKey(partition.topic()));
        Map<TopicPartition, KafkaPosition> starts = starts(consumer, fresh, topics);
        Map<TopicPartition, Long> ends = context.untilEnd() ? consumer.endOffsets(fresh, PATIENCE) : Map.of();
        List<KafkaPartition> found = new ArrayList<>();
        for (TopicPartition partition : fresh) {
            found.add(new KafkaPartition(
                    partition,
                    order(partition.topic()),
                    starts.get(partition),
                    ends.getOrDefault(partition, KafkaPartition.NO_END)));
        }
        if (context.untilEnd()) {
            tellOpenTransactions(found);
        }
        if (first && !cluster.resume().isEmpty()) {
            tellResumed(found);
            found.addAll(vanished(topics));
        } else if (first && !(options.get(KafkaSourceFactory.START) instanceof StartPosition.Earliest)) {
            noteMidway(consumer, found);
        }
        first = false;
        return found;
    }

    private static void noteMidway(Consumer<?, ?> consumer, List<KafkaPartition> found) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(
                found.stream().map(KafkaPartition::partition).toList(), PATIENCE);
        found.stream()
                .filter(partition -> partition.next() > beginnings.getOrDefault(partition.partition(), 0L))
                .forEach(partition -> partition.note(Source.BEGINS_MIDWAY, 1));
    }

    private long order(String topic) {
        List<String> named = options.find(KafkaSourceFactory.TOPICS);
        return named == null ? 0 : named.indexOf(topic);
    }

    /** A bounded run ends where the first open transaction begins. */
    private void tellOpenTransactions(List<KafkaPartition> found) {
        Map<TopicPartition, Long> ends =
                admin.ends(found.stream().map(KafkaPartition::partition).toList(), PATIENCE);
        for (KafkaPartition partition : found) {
            long end = ends.getOrDefault(partition.partition(), partition.end());
            if (end > partition.end()) {
                partition.note("open_transaction", end - partition.end());
                context.notice()
                        .accept(OpenTransactions.waiting(partition.partition(), partition.end(), end)
                                + ": this run ends before them");
            }
        }
    }

    /** Those of a topic that had more partitions before it was made anew. */
    private List<KafkaPartition> vanished(Map<String, ClusterAdmin.Topic> topics) {
        List<KafkaPartition> vanished = new ArrayList<>();
        cluster.resume().forEach((name, at) -> {
            TopicPartition partition = KafkaPartition.parse(name);
            ClusterAdmin.Topic topic = topics.get(partition.topic());
            if (topic != null && partition.partition() >= topic.partitions()) {
                KafkaPosition position = KafkaPosition.parse(at);
                vanished.add(new KafkaPartition(
                        partition,
                        order(partition.topic()),
                        position,
                        context.untilEnd() ? position.offset() : KafkaPartition.NO_END));
            }
        });
        return vanished;
    }

    private void tellResumed(List<KafkaPartition> found) {
        List<String> offsets = found.stream()
                .filter(partition ->
                        cluster.resume().containsKey(partition.partition().toString()))
                .map(partition -> String.format(Locale.ROOT, "%s at %,d", partition.partition(), partition.next()))
                .toList();
        if (!offsets.isEmpty()) {
            String more = offsets.size() <= TOLD ? "" : " and " + (offsets.size() - TOLD) + " more partitions";
            context.notice()
                    .accept("continues at committed offsets: "
                            + String.join(", ", offsets.subList(0, Math.min(TOLD, offsets.size()))) + more);
        }
    }

    private List<TopicPartition> all(Consumer<?, ?> consumer) {
        List<TopicPartition> all = new ArrayList<>();
        String pattern = options.find(KafkaSourceFactory.TOPICS_PATTERN);
        if (pattern == null) {
            for (String topic : new HashSet<>(options.get(KafkaSourceFactory.TOPICS))) {
                add(all, topic, consumer.partitionsFor(topic, PATIENCE));
            }
        } else {
            Pattern wanted = Pattern.compile(pattern);
            consumer.listTopics(PATIENCE).forEach((topic, partitions) -> {
                if (wanted.matcher(topic).matches() && !topic.startsWith("__")) {
                    add(all, topic, partitions);
                }
            });
            if (all.isEmpty()) {
                missing("no topic matches " + pattern, pattern);
            }
        }
        all.sort(java.util.Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        return all;
    }

    private void add(List<TopicPartition> all, String topic, @Nullable List<PartitionInfo> partitions) {
        if (partitions == null || partitions.isEmpty()) {
            missing("there is no topic " + topic, topic);
        } else {
            partitions.forEach(info -> all.add(new TopicPartition(topic, info.partition())));
        }
    }

    private void missing(String what, String name) {
        if (context.untilEnd()) {
            throw new NilometerException(
                    "no-topic",
                    what + " at " + KafkaConnection.brokers(options),
                    "check the topic's name and the brokers");
        }
        if (saidMissing.add(name)) {
            context.notice().accept(what + " at " + KafkaConnection.brokers(options) + " yet: waiting for it");
        }
    }

    /** A position keeps the topic that it is of, which may not be the one of that name now. */
    private Map<TopicPartition, KafkaPosition> starts(
            Consumer<?, ?> consumer, List<TopicPartition> fresh, Map<String, ClusterAdmin.Topic> topics) {
        Map<TopicPartition, KafkaPosition> starts = new HashMap<>();
        List<TopicPartition> begun = new ArrayList<>();
        for (TopicPartition partition : fresh) {
            String at = cluster.resume().get(partition.toString());
            if (at == null) {
                begun.add(partition);
            } else {
                starts.put(partition, KafkaPosition.parse(at).orOf(topicId(topics, partition)));
            }
        }
        StartPosition position = first && cluster.resume().isEmpty()
                ? options.get(KafkaSourceFactory.START)
                : new StartPosition.Earliest();
        offsets(consumer, position, begun)
                .forEach((partition, offset) ->
                        starts.put(partition, new KafkaPosition(offset, topicId(topics, partition))));
        return starts;
    }

    private static Uuid topicId(Map<String, ClusterAdmin.Topic> topics, TopicPartition partition) {
        return java.util.Objects.requireNonNull(topics.get(partition.topic())).id();
    }

    private static Map<TopicPartition, Long> offsets(
            Consumer<?, ?> consumer, StartPosition position, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        if (position instanceof StartPosition.Earliest) {
            return consumer.beginningOffsets(partitions, PATIENCE);
        }
        Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions, PATIENCE));
        if (position instanceof StartPosition.At at) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, at.time().toEpochMilli()));
            for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> found :
                    consumer.offsetsForTimes(times, PATIENCE).entrySet()) {
                OffsetAndTimestamp offset = found.getValue();
                if (offset != null) {
                    offsets.put(found.getKey(), offset.offset());
                }
            }
        }
        return offsets;
    }
}
