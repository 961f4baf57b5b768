package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.demo.DemoBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One topic's name at two places: which cluster it is decides, not how it is addressed. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class TwoClustersTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void another_cluster_is_refused_and_the_same_one_goes_on_at_any_address(String engine) throws Exception {
        try (DemoBroker first = DemoBroker.start();
                DemoBroker second = DemoBroker.start()) {
            first.createTopics(List.of("logs"), 3);
            second.createTopics(List.of("logs"), 1);
            send(first, 5);
            send(second, 2);
            untilRejected(engine, first.address(), 1);

            Program other = Program.run(folder, arguments(engine, second.address()));
            assertThat(other.exitCode()).as(other.err()).isEqualTo(3);
            assertThat(other.err())
                    .contains("error[other-source]", "stream logs read Kafka's cluster ", "now it reads cluster ")
                    .contains("--continue adds the new input");

            send(first, 5);
            Program renamed = untilRejected(engine, first.address().replace("127.0.0.1", "localhost"), 2);
            assertThat(renamed.ledger("logs").get("used").asInt()).isEqualTo(10);

            Program both = untilRejected(engine, second.address(), 3, "--continue");
            assertThat(both.ledger("logs").get("used").asInt()).isEqualTo(12);
            assertThat(both.err()).contains("goes on with Kafka's cluster ", "what it has counted comes from cluster ");

            send(second, 2);
            Program again = untilRejected(engine, second.address(), 4);
            assertThat(again.ledger("logs").get("used").asInt()).isEqualTo(14);
            assertThat(again.ledger("logs").toString()).doesNotContain("lost", "made_anew");
        }
    }

    /** Runs it until so many records have been rejected: the last of each sending is. */
    private Program untilRejected(String engine, String brokers, int count, String... more) throws Exception {
        try (Program run = Program.start(folder, arguments(engine, brokers, more))) {
            run.waitUntil("it has rejected " + count, () -> rejected() >= count);
            run.terminate();
            assertThat(run.exitCode()).as(run.err()).isZero();
            return run;
        }
    }

    private long rejected() {
        Path file = folder.resolve("results/rejected.ndjson");
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void send(DemoBroker broker, int good) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.address()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < good; i++) {
                producer.send(new ProducerRecord<>("logs", 0, null, "{\"at\":\"2026-01-01T00:00:00Z\"}"));
            }
            producer.send(new ProducerRecord<>("logs", 0, null, "the end")).get();
        }
    }

    private String[] arguments(String engine, String brokers, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("two.yaml"), """
                name: two
                streams:
                  logs:
                    source: {kafka: {brokers: "${BROKERS}", topics: [logs], start: earliest}}
                    format: json
                    schema: {at: timestamp}
                    time: {field: at, lateness: 1m}
                metrics:
                  counts: {from: logs, window: 1m, select: {c: count(*)}}
                """);
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                file.toString(),
                "--engine",
                engine,
                "--set",
                "BROKERS=" + brokers,
                "--state",
                "state",
                "--results",
                "results"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
