package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends the rows of a batch and waits until all of them are acknowledged. */
final class KafkaSink implements Sink {

    private final Options options;
    private final Path directory;
    private final String clientId;
    private final Map<String, RecordShape> shapes = new HashMap<>();
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    KafkaSink(Options options, SinkContext context) {
        this.options = options;
        this.directory = context.directory();
        this.clientId = "nilometer-" + context.pipeline() + "-" + context.output();
        for (Relation relation : context.relations()) {
            shapes.put(relation.name(), RecordShape.of(relation, options, context));
        }
    }

    @Override
    public void write(Batch batch) throws IOException {
        if (batch.outputs().stream().allMatch(rows -> rows.rows().isEmpty())) {
            return;
        }
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try {
            KafkaProducer<byte[], byte[]> client = connected();
            for (Rows rows : batch.outputs()) {
                RecordShape shape = shapes.get(rows.relation().name());
                if (shape == null) {
                    throw new IllegalStateException("rows of " + rows.relation().name() + " were not announced");
                }
                for (Row row : rows.rows()) {
                    client.send(shape.record(row), (sent, error) -> failure.compareAndSet(null, error));
                }
            }
            client.flush();
        } catch (KafkaException e) {
            failure.set(e);
        }
        Exception first = failure.get();
        if (first != null) {
            // A producer that has failed may refuse all that follows; the next attempt makes its own.
            close();
            throw told(first);
        }
    }

    private IOException told(Exception failure) {
        if (failure instanceof KafkaException known) {
            Optional<NilometerException> lasting = KafkaFailures.lasting(KafkaConnection.brokers(options), known);
            if (lasting.isPresent()) {
                throw lasting.get();
            }
        }
        return new IOException(
                "cannot write to " + KafkaConnection.brokers(options) + " (" + KafkaFailures.reason(failure) + ")",
                failure);
    }

    private KafkaProducer<byte[], byte[]> connected() {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            Map<String, Object> settings = KafkaConnection.settings(options, directory, clientId);
            settings.put("acks", "all");
            settings.put("enable.idempotence", "true");
            settings.put("linger.ms", "5");
            settings.put("batch.size", String.valueOf(128 << 10));
            settings.put("max.block.ms", "10000");
            settings.put("request.timeout.ms", "10000");
            settings.put("delivery.timeout.ms", "30000");
            settings.putAll(options.get(KafkaConnection.OPTIONS));
            open = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            producer = open;
        }
        return open;
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
