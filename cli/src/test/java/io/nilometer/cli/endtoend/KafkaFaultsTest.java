package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nilometer.cli.demo.DemoBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What topics and single records can do to a whole run, on either engine; the process has 512 MB. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class KafkaFaultsTest {

    private static final int FAILED = 3;
    private static final String GOOD = "{\"at\":\"2026-01-01T00:00:00Z\",\"k\":\"good\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static DemoBroker broker;
    private static final AtomicInteger TOPICS = new AtomicInteger();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        broker = DemoBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void batches_that_unpack_to_more_than_the_memory_are_read(String engine) throws Exception {
        String topic = topic();
        String long1 = GOOD.replace("good", "x".repeat(1_000_000));
        send(topic, 500, long1, Map.of("compression.type", "gzip"));
        send(topic, 900, long1, Map.of("compression.type", "zstd"));

        Program run =
                Program.run(folder, arguments(engine, pipeline(topic, "", ""), "--until-end", "--results", "results"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.ledger("logs").get("used").asInt()).isEqualTo(1_400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void a_row_that_no_topic_takes_is_kept_with_its_reason_and_the_others_go_on(String engine) throws Exception {
        String topic = topic();
        String dead = topic();
        send(topic, 1, "\u0001".repeat(300_000), Map.of());
        send(topic, 1, "not json", Map.of());
        send(topic, 1, GOOD, Map.of());
        String output = "outputs:\n  dead: {kafka: {brokers: \"" + broker.address() + "\", topic: " + dead
                + ", value: raw}, from: logs.rejected}\n"
                + "  whole: {kafka: {brokers: \"" + broker.address() + "\", topic: " + dead
                + "}, from: logs.rejected}\n";

        Program run =
                Program.run(folder, arguments(engine, pipeline(topic, "", output), "--until-end", "--state", "state"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("output whole: 1 row was refused for good")
                .contains("refused:whole");
        List<JsonNode> refused = lines(folder.resolve("state/faults/refused/whole/refused.ndjson"));
        assertThat(refused).singleElement().satisfies(row -> {
            assertThat(row.get("output").asText()).isEqualTo("whole");
            assertThat(row.get("relation").asText()).isEqualTo("logs.rejected");
            assertThat(row.get("reason").asText()).contains("larger than");
            assertThat(row.get("row").get("raw").asText()).isEqualTo("\u0001".repeat(300_000));
        });
        assertThat(folder.resolve("state/faults/refused/dead")).doesNotExist();
        assertThat(values(dead, 3))
                .contains("\u0001".repeat(300_000), "not json")
                .anyMatch(value -> value.startsWith("{\"stream\":\"logs\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void a_topic_made_anew_under_its_name_is_read_from_its_beginning_or_stops_the_run(String engine) throws Exception {
        String topic = topic();
        send(topic, 3, GOOD, Map.of());
        send(topic, 1, "the end of the old one", Map.of());
        untilRejected(engine, pipeline(topic, "", ""), 1);
        makeAnew(topic);
        send(topic, 7, GOOD, Map.of());
        send(topic, 1, "the end of the new one", Map.of());

        Program failing = Program.run(
                folder, arguments(engine, pipeline(topic, "", ""), "--state", "state", "--results", "results"));
        assertThat(failing.exitCode()).as(failing.err()).isEqualTo(FAILED);
        assertThat(failing.err()).contains("error[kafka-lost-records]").contains(topic + " was deleted and made anew");

        Program run = untilRejected(engine, pipeline(topic, ", on_lost: earliest", ""), 2);
        assertThat(run.err()).contains(topic + " was deleted and made anew");
        JsonNode ledger = run.ledger("logs");
        assertThat(ledger.get("used").asInt()).isEqualTo(10);
        assertThat(ledger.get("notes").get("made_anew:" + topic + "-0").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void a_source_is_read_no_faster_than_its_max_rate(String engine) throws Exception {
        String topic = topic();
        send(topic, 600, GOOD, Map.of());
        long started = System.nanoTime();

        Program run = Program.run(
                folder,
                arguments(
                        engine,
                        pipeline(topic, ", max_rate: 30/s", ""),
                        "--until-end",
                        "--results",
                        "results",
                        "--batches",
                        "batches.ndjson"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.ledger("logs").get("used").asInt()).isEqualTo(600);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofSeconds(19));
        List<JsonNode> batches = lines(folder.resolve("batches.ndjson"));
        assertThat(batches.stream()
                        .mapToInt(batch -> batch.get("records").asInt())
                        .sum())
                .isEqualTo(600);
        assertThat(batches).hasSizeGreaterThan(2).allSatisfy(batch -> {
            assertThat(batch.get("processing_rate").asDouble()).isPositive();
            assertThat(batch.get("durations").get("scan").asDouble()).isPositive();
        });
        JsonNode last = batches.get(batches.size() - 1);
        assertThat(last.get("offsets").get("logs").get(topic + "-0").asText()).startsWith("600@");
        // The source was asked last before these records came, or after.
        assertThat(last.get("lag").get("logs").asInt())
                .isLessThanOrEqualTo(last.get("records").asInt());
    }

    /** Runs until so many rejected records are there, the last of which is the last one of the topic. */
    private Program untilRejected(String engine, Path pipeline, int count) throws Exception {
        try (Program run =
                Program.start(folder, arguments(engine, pipeline, "--state", "state", "--results", "results"))) {
            Path rejected = folder.resolve("results/rejected.ndjson");
            run.waitUntil(
                    "all is read",
                    () -> Files.exists(rejected) && lines(rejected).size() == count);
            run.terminate();
            assertThat(run.exitCode()).as(run.err()).isZero();
            return run;
        }
    }

    private static String topic() {
        String topic = "faults-" + TOPICS.getAndIncrement();
        broker.createTopics(List.of(topic), 1);
        return topic;
    }

    private static void makeAnew(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.deleteTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
            boolean made = false;
            while (!made) {
                try {
                    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                            .all()
                            .get(60, TimeUnit.SECONDS);
                    made = true;
                } catch (ExecutionException e) {
                    // Its name is free when its deletion has come to its end.
                    assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
                }
            }
        }
    }

    private static void send(String topic, int times, String value, Map<String, String> more) throws Exception {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.address(),
                "linger.ms",
                "500",
                "batch.size",
                "900000",
                "max.request.size",
                "8388608"));
        settings.putAll(more);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var last = producer.send(new ProducerRecord<>(topic, bytes));
            for (int i = 1; i < times; i++) {
                last = producer.send(new ProducerRecord<>(topic, bytes));
            }
            producer.flush();
            last.get();
        }
    }

    private static List<String> values(String topic, int count) {
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.address()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
            }
        }
        assertThat(values).hasSize(count);
        return values;
    }

    private static List<JsonNode> lines(Path file) {
        List<JsonNode> lines = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                lines.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    private static String[] arguments(String engine, Path pipeline, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", pipeline.toString(), "--engine", engine));
        if (engine.equals("spark")) {
            arguments.addAll(List.of("--master", "local[2]"));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Path pipeline(String topic, String options, String outputs) throws IOException {
        return Files.writeString(
                folder.resolve("faults.yaml"), """
                name: faults
                streams:
                  logs:
                    source: {kafka: {brokers: "%s", topics: [%s], start: earliest%s}}
                    format: json
                    schema: {at: timestamp, k: string}
                    time: {field: at, lateness: 1s}
                metrics:
                  counts: {from: logs, window: 1m, select: {c: count(*), longest: max(length(k))}}
                %s""".formatted(broker.address(), topic, options, outputs));
    }
}
