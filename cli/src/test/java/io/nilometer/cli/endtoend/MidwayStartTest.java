package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nilometer.cli.demo.DemoBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic is read from somewhere in its middle: what began before that place is not whole, on either engine. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class MidwayStartTest {

    private static final String TOPIC = "midway";

    private static DemoBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        broker = DemoBroker.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            // Its records are old: they would be deleted while they are read.
            NewTopic topic = new NewTopic(TOPIC, 2, (short) 1).configs(Map.of("retention.ms", "-1"));
            admin.createTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
        }
        send(0, "10:00:10", "10:00:50", "10:01:30", "10:02:05");
        send(1, "10:00:20", "10:01:10", "10:02:10", "10:03:10");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void writePipeline() throws Exception {
        Files.writeString(folder.resolve("midway.yaml"), """
                name: midway
                streams:
                  logs:
                    source: {kafka: {brokers: "%s", topics: [%s], start: "${START}"}}
                    format: json
                    schema: {at: timestamp}
                    time: {field: at}
                metrics:
                  sliding: {from: logs, window: 2m every 1m, select: {n: count(*)}}
                  ever: {from: logs, window: all, keep: 24h, select: {n: count(*)}}
                """.formatted(broker.address(), TOPIC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void windows_that_begin_before_the_largest_first_event_are_partial(String engine) throws Exception {
        Program run = run(engine, "2026-01-01T10:00:30Z");

        // The first events that are read are of 10:00:50 and of 10:01:10.
        assertThat(run.rows("sliding").stream().map(MidwayStartTest::text))
                .containsExactlyInAnyOrder(
                        "09:59 1 true", "10:00 3 true", "10:01 4 true", "10:02 3 null", "10:03 1 null");
        assertThat(run.rows("ever").stream().map(MidwayStartTest::text)).containsExactly("10:00 6 null");
        assertThat(run.ledger("logs").toString()).doesNotContain("midway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void what_begins_with_the_first_record_of_a_topic_is_whole(String engine) throws Exception {
        for (String start : List.of("earliest", "2026-01-01T10:00:00Z")) {
            assertThat(run(engine, start).rows("sliding")).hasSize(5).allSatisfy(row -> assertThat(row.has("partial"))
                    .isFalse());
        }
    }

    private Program run(String engine, String start) throws Exception {
        Path here = Files.createTempDirectory(folder, "run");
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "../midway.yaml",
                "--engine",
                engine,
                "--set",
                "START=" + start,
                "--until-end",
                "--results",
                "results"));
        if (engine.equals("spark")) {
            arguments.addAll(List.of("--master", "local[2]"));
        }
        Program run = Program.run(here, arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static String text(JsonNode row) {
        return row.get("window_start").asText().substring(11, 16) + " " + row.get("n") + " " + row.get("partial");
    }

    private static void send(int partition, String... times) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.address()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String time : times) {
                Instant at = Instant.parse("2026-01-01T" + time + "Z");
                byte[] value = ("{\"at\":\"" + at + "\"}").getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(TOPIC, partition, at.toEpochMilli(), null, value))
                        .get();
            }
        }
    }
}
