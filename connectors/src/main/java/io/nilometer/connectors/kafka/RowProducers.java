package io.nilometer.connectors.kafka;

import io.nilometer.api.Options;
import io.nilometer.api.SinkContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The producer of a sink, made anew after a failure. Records travel in batches that no topic finds too large: one that is, the
 * client cuts into pieces of {@code batch.size} again, which are as large as it was, until the time is over (KAFKA-8350).
 */
final class RowProducers implements AutoCloseable {

    private static final int BATCH_BYTES = 128 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String MOST = "max.message.bytes";

    private final Options options;
    private final SinkContext context;
    private final Set<String> topics;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private boolean oneByOne;

    RowProducers(Options options, SinkContext context, Set<String> topics) {
        this.options = options;
        this.context = context;
        this.topics = topics;
    }

    /** From the next producer on, each record is a batch of its own. */
    void oneByOne() {
        oneByOne = true;
        close();
    }

    /** What failed was not that records went together. */
    void together() {
        oneByOne = false;
    }

    KafkaProducer<byte[], byte[]> connected() {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            Map<String, Object> settings = connection("");
            settings.put("acks", "all");
            settings.put("enable.idempotence", "true");
            settings.put("linger.ms", "5");
            settings.put("max.block.ms", "10000");
            settings.put("request.timeout.ms", "10000");
            settings.put("delivery.timeout.ms", "30000");
            settings.put("batch.size", String.valueOf(BATCH_BYTES));
            settings.putAll(options.get(KafkaConnection.OPTIONS));
            long wanted = Long.parseLong(String.valueOf(settings.get("batch.size")));
            settings.put("batch.size", String.valueOf(oneByOne ? 0 : Math.min(wanted, mostBytes())));
            open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
    }

    private Map<String, Object> connection(String part) {
        return KafkaConnection.settings(
                options, context.directory(), "nilometer-" + context.pipeline() + "-" + context.output() + part);
    }

    /** The largest batch that all topics take; where nobody tells, the usual is tried. */
    private long mostBytes() {
        List<ConfigResource> wanted = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        long most = BATCH_BYTES;
        Map<String, Object> settings = connection("-admin");
        settings.put("default.api.timeout.ms", String.valueOf(PATIENCE.toMillis()));
        settings.put("request.timeout.ms", String.valueOf(PATIENCE.toMillis()));
        try (Admin admin = Admin.create(settings)) {
            for (var answer : admin.describeConfigs(wanted).values().values()) {
                most = Math.min(most, mostBytes(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)));
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            // A topic that is not there yet, or a user that may write but not look.
            return most;
        }
        return most;
    }

    private static long mostBytes(Config topic) {
        return topic.get(MOST) == null
                ? BATCH_BYTES
                : Long.parseLong(topic.get(MOST).value());
    }

    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ofSeconds(1));
        }
    }
}
