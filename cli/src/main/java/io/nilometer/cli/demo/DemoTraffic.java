package io.nilometer.cli.demo;

import io.nilometer.api.NilometerException;
import io.nilometer.api.RecordGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes the traffic of a stream's {@code demo} section to its topics, at the rate the section asks for, until it is closed.
 * Record n of a rate of r a second speaks of the time start + n/r, whenever it is sent: a busy machine makes records late,
 * not fewer.
 */
public final class DemoTraffic implements AutoCloseable {

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private final RecordGenerator generator;
    private final List<String> topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Clock clock;
    private final Runnable whenFailed;
    private final Thread thread;
    private final AtomicReference<NilometerException> failure = new AtomicReference<>();
    private volatile boolean closing;

    private DemoTraffic(
            RecordGenerator generator, List<String> topics, String broker, Clock clock, Runnable whenFailed) {
        this.whenFailed = whenFailed;
        this.generator = generator;
        this.topics = topics;
        this.clock = clock;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker,
                        ProducerConfig.LINGER_MS_CONFIG, 5,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = new Thread(this::run, "demo-traffic-" + topics.get(0));
    }

    /**
     * Begins to write.
     *
     * @param generator used by the traffic's own thread only
     * @param topics at least one; they take turns
     * @param whenFailed called once, from any thread, when no more traffic comes because something is wrong
     */
    public static DemoTraffic start(
            RecordGenerator generator, List<String> topics, String broker, Clock clock, Runnable whenFailed) {
        DemoTraffic traffic = new DemoTraffic(generator, List.copyOf(topics), broker, clock, whenFailed);
        traffic.thread.start();
        return traffic;
    }

    /** Why no more traffic comes; empty while all is well. */
    public Optional<NilometerException> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void run() {
        try {
            write();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void write() {
        long start = micros(clock.instant());
        double rate = generator.rate();
        long sent = 0;
        while (!closing && failure.get() == null) {
            long due = (long) ((micros(clock.instant()) - start) / 1e6 * rate);
            while (sent <= due && !closing) {
                byte[] record = generator.record(sent, start, start + (long) (sent / rate * 1e6));
                String topic = topics.get((int) (sent % topics.size()));
                producer.send(new ProducerRecord<>(topic, record), (written, problem) -> {
                    if (problem != null && !closing) {
                        failed(problem);
                    }
                });
                sent++;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void failed(Exception e) {
        NilometerException told = new NilometerException(
                "demo-traffic",
                "the demonstration's traffic stopped: " + e.getMessage(),
                "look at the stream's 'demo' section; --verbose shows more",
                e);
        if (failure.compareAndSet(null, told)) {
            whenFailed.run();
        }
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Sends what is made and ends. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(2));
    }
}
