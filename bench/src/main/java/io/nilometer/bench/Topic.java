package io.nilometer.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic that all measurements read. */
final class Topic {

    static final String NAME = "logs";
    static final int PARTITIONS = 6;

    private Topic() {}

    /**
     * Creates the topic and fills it; returns when the broker has everything.
     *
     * @param compression as Kafka calls it
     * @return bytes of all values
     */
    static long fill(String brokers, LogEvents events, long count, String compression)
            throws InterruptedException, ExecutionException {
        create(brokers);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                brokers,
                "compression.type",
                compression,
                "batch.size",
                1 << 18,
                "linger.ms",
                50,
                "buffer.memory",
                128L << 20,
                "max.request.size",
                4 << 20);
        AtomicReference<Exception> failure = new AtomicReference<>();
        long bytes = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long n = 0; n < count && failure.get() == null; n++) {
                LogEvents.Event event = events.event(n);
                bytes += event.value().length;
                producer.send(new ProducerRecord<>(NAME, event.key(), event.value()), (written, problem) -> {
                    if (problem != null) {
                        failure.compareAndSet(null, problem);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new ExecutionException("the topic could not be filled", failure.get());
        }
        return bytes;
    }

    /** The topic keeps everything: a demonstration's broker would delete what is older than its events. */
    private static void create(String brokers) throws InterruptedException, ExecutionException {
        NewTopic topic = new NewTopic(NAME, PARTITIONS, (short) 1)
                .configs(Map.of(
                        "retention.ms", "-1", "retention.bytes", "-1", "segment.bytes", String.valueOf(1 << 30)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }
}
