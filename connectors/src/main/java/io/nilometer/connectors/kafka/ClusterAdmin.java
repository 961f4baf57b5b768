package io.nilometer.connectors.kafka;

import io.nilometer.api.Options;
import io.nilometer.api.SourceContext;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What only Kafka's admin client can ask: which topic a name means now, and where partitions really end. */
final class ClusterAdmin implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Options options;
    private final SourceContext context;
    private final String part;
    private volatile @Nullable Admin admin;

    /** @param part as of {@link ConsumerSettings#consumer} */
    ClusterAdmin(Options options, SourceContext context, String part) {
        this.options = options;
        this.context = context;
        this.part = part;
    }

    /**
     * What a name means now.
     *
     * @param id {@link Uuid#ZERO_UUID} when the brokers do not tell
     * @param partitions how many there are, numbered from 0
     */
    record Topic(Uuid id, int partitions) {}

    /**
     * Topics by name; one that is not there is missing.
     *
     * @throws KafkaException when no answer comes
     */
    Map<String, Topic> topics(Set<String> names, Duration patience) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, Topic> topics = new HashMap<>();
        opened().describeTopics(names).topicNameValues().forEach((name, future) -> {
            try {
                TopicDescription found = await(future, patience);
                topics.put(name, new Topic(found.topicId(), found.partitions().size()));
            } catch (UnknownTopicOrPartitionException e) {
                // It is missing.
                return;
            }
        });
        return topics;
    }

    /**
     * The cluster's id; empty when it tells none.
     *
     * @throws KafkaException when no answer comes
     */
    Optional<String> clusterId(Duration patience) {
        return Optional.ofNullable(await(opened().describeCluster().clusterId(), patience))
                .filter(id -> !id.isBlank());
    }

    static Set<String> names(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    /**
     * Asks where partitions end, records of open transactions included, and returns at once.
     *
     * @param told the end of each that was found, from another thread
     */
    void ends(Collection<TopicPartition> partitions, BiConsumer<TopicPartition, Long> told) {
        ListOffsetsResult result = askEnds(partitions);
        for (TopicPartition partition : partitions) {
            result.partitionResult(partition).whenComplete((found, failure) -> {
                if (found != null) {
                    told.accept(partition, found.offset());
                }
            });
        }
    }

    /** As {@link #ends(Collection, BiConsumer)}, and waits for all. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, Duration patience) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(askEnds(partitions).all(), patience).forEach((partition, found) -> ends.put(partition, found.offset()));
        return ends;
    }

    private ListOffsetsResult askEnds(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        ListOffsetsOptions uncommitted = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return opened().listOffsets(wanted, uncommitted.timeoutMs((int) PATIENCE.toMillis()));
    }

    private Admin opened() {
        Admin open = admin;
        if (open == null) {
            Map<String, Object> settings = KafkaConnection.settings(
                    options, context.directory(), ConsumerSettings.clientId(context, part) + "-admin");
            settings.put("default.api.timeout.ms", String.valueOf(PATIENCE.toMillis()));
            settings.put("request.timeout.ms", String.valueOf(PATIENCE.toMillis()));
            open = Admin.create(settings);
            admin = open;
        }
        return open;
    }

    private static <T> T await(KafkaFuture<T> future, Duration patience) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        Admin open = admin;
        admin = null;
        if (open != null) {
            open.close(Duration.ofMillis(500));
        }
    }
}
