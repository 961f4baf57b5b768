package io.nilometer.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.RecordGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class DemoTrafficTest {

    @Test
    void writes_record_after_record_at_its_rate_to_the_topics_in_turn() {
        try (DemoBroker broker = DemoBroker.start()) {
            broker.createTopics(List.of("a", "b"), 1);
            DemoTraffic traffic =
                    DemoTraffic.start(numbered(100), List.of("a", "b"), broker.address(), Clock.systemUTC(), () -> {});

            List<String> a = read(broker, "a", 20);
            List<String> b = read(broker, "b", 20);
            traffic.close();

            // Record n speaks of the time start + n / 100.
            assertThat(a.subList(0, 3)).containsExactly("0 at 0", "2 at 20000", "4 at 40000");
            assertThat(b.subList(0, 3)).containsExactly("1 at 10000", "3 at 30000", "5 at 50000");
            assertThat(traffic.failure()).isEmpty();
        }
    }

    @Test
    void says_that_and_why_it_stopped() throws Exception {
        try (DemoBroker broker = DemoBroker.start()) {
            broker.createTopics(List.of("a"), 1);
            RecordGenerator broken = new RecordGenerator() {
                @Override
                public double rate() {
                    return 100;
                }

                @Override
                public byte[] record(long n, long startMicros, long nowMicros) {
                    throw new IllegalStateException("no such function");
                }
            };
            CountDownLatch failed = new CountDownLatch(1);
            DemoTraffic traffic =
                    DemoTraffic.start(broken, List.of("a"), broker.address(), Clock.systemUTC(), failed::countDown);

            assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
            traffic.close();
            assertThat(traffic.failure())
                    .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("no such function"));
        }
    }

    private static RecordGenerator numbered(double rate) {
        return new RecordGenerator() {
            @Override
            public double rate() {
                return rate;
            }

            @Override
            public byte[] record(long n, long startMicros, long nowMicros) {
                return (n + " at " + (nowMicros - startMicros)).getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private static List<String> read(DemoBroker broker, String topic, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.address(), "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        Instant deadline = Instant.now().plusSeconds(60);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (values.size() < count && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
        }
        assertThat(values).hasSizeGreaterThanOrEqualTo(count);
        return values;
    }
}
