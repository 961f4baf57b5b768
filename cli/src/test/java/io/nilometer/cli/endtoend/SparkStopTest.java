package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nilometer.cli.demo.DemoBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A driver that is told to end: Spark's own shutdown must not come before ours. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class SparkStopTest {

    private static final int HALF = 1_000;
    private static final String PIPELINE = """
            name: stopped
            streams:
              events:
                source: {kafka: {brokers: "${BROKERS}", topics: [events], start: earliest}}
                format: json
                schema: {at: timestamp, n: int}
                time: {field: at, lateness: 1m}
            metrics:
              sums:
                window: 1m
                select: {events: count(*), total: sum(n)}
            outputs:
              screen: {console: {}, from: sums}
            spark: {shards: 2}
            """;

    @TempDir
    private Path folder;

    @Test
    void told_to_end_in_the_middle_it_ends_in_order_and_a_later_run_goes_on_from_there() throws Exception {
        Path file = Files.writeString(folder.resolve("stopped.yaml"), PIPELINE);
        try (DemoBroker broker = DemoBroker.start()) {
            broker.createTopics(List.of("events"), 2);
            produce(broker, 0, HALF);
            String[] arguments = {
                "run",
                file.toString(),
                "--engine",
                "spark",
                "--master",
                "local[2]",
                "--set",
                "BROKERS=" + broker.address(),
                "--state",
                "state",
                "--results",
                "results"
            };
            try (Program run = Program.start(folder, arguments)) {
                run.waitUntil("it commits", () -> Files.exists(folder.resolve("results/sums.ndjson")));
                produce(broker, HALF, 2 * HALF);

                run.terminate();

                // A run that takes too long to end is cut off, and ends with another code.
                assertThat(run.exitCode()).as(run.err()).isZero();
                assertThat(run.err()).contains("balanced").doesNotContain("\tat ", "Exception", "error[");
                // A process that halts leaves the native libraries that it has unpacked; an ordinary end does not.
                assertThat(run.temporaryFiles()).allMatch(name -> name.endsWith(".so"));
            }
            String[] toTheEnd = java.util.Arrays.copyOf(arguments, arguments.length + 1);
            toTheEnd[arguments.length] = "--until-end";
            Program rest = Program.run(folder, toTheEnd);

            assertThat(rest.exitCode()).as(rest.err()).isZero();
            assertThat(rest.ledger("events").get("read").asInt()).isEqualTo(2 * HALF);
            assertThat(sum(rest.rows("sums"), "events")).isEqualTo(2 * HALF);
            assertThat(sum(rest.rows("sums"), "total")).isEqualTo(HALF * (2L * HALF - 1));
        }
    }

    /** One a second, from several minutes on some windows are final. */
    private static void produce(DemoBroker broker, int from, int to) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.address()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = from; i < to; i++) {
                String at = java.time.Instant.parse("2026-01-01T00:00:00Z")
                        .plusSeconds(i)
                        .toString();
                producer.send(new ProducerRecord<>("events", i % 2, null, "{\"at\":\"" + at + "\",\"n\":" + i + "}"));
            }
        }
    }

    private static long sum(List<JsonNode> rows, String column) {
        return rows.stream().mapToLong(row -> row.get(column).asLong()).sum();
    }
}
