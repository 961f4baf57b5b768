package io.nilometer.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of log events. */
final class Topic {

    static final int PARTITIONS = 6;

    private final String brokers;
    private final String name;
    private final String compression;

    private Topic(String brokers, String name, String compression) {
        this.brokers = brokers;
        this.name = name;
        this.compression = compression;
    }

    /**
     * Creates the topic. It keeps everything: a demonstration's broker would delete what is older than its events.
     *
     * @param compression as Kafka calls it
     */
    static Topic create(String brokers, String name, String compression)
            throws InterruptedException, ExecutionException {
        NewTopic topic = new NewTopic(name, PARTITIONS, (short) 1)
                .configs(Map.of(
                        "retention.ms", "-1", "retention.bytes", "-1", "segment.bytes", String.valueOf(1 << 30)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(topic)).all().get();
        }
        return new Topic(brokers, name, compression);
    }

    String name() {
        return name;
    }

    /**
     * Fills it as fast as it goes; returns when the broker has everything.
     *
     * @return bytes of all values
     */
    long fill(LogEvents events, long count) throws ExecutionException {
        return send(events, count, 50, n -> {});
    }

    /**
     * Sends so many events a second; returns when the broker has everything. One that was held up sends the more afterwards.
     *
     * @return the events a second that were reached
     */
    double feed(LogEvents events, long count, long perSecond) throws ExecutionException {
        long started = System.nanoTime();
        send(events, count, 1, n -> {
            long due = started + (long) (n * 1e9 / perSecond);
            // Looked at every few events only, and slept in one piece: waking up costs more than sending.
            if (due - System.nanoTime() > TimeUnit.MILLISECONDS.toNanos(2)) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        });
        return count / ((System.nanoTime() - started) / 1e9);
    }

    private interface Pace {
        void before(long n);
    }

    private long send(LogEvents events, long count, int lingerMillis, Pace pace) throws ExecutionException {
        AtomicReference<Exception> failure = new AtomicReference<>();
        long bytes = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(lingerMillis), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long n = 0; n < count && failure.get() == null; n++) {
                pace.before(n);
                LogEvents.Event event = events.event(n);
                bytes += event.value().length;
                producer.send(new ProducerRecord<>(name, event.key(), event.value()), (written, problem) -> {
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

    private Map<String, Object> settings(int lingerMillis) {
        return Map.of(
                "bootstrap.servers",
                brokers,
                "compression.type",
                compression,
                "batch.size",
                1 << 18,
                "linger.ms",
                lingerMillis,
                "buffer.memory",
                128L << 20,
                "max.request.size",
                4 << 20);
    }
}
