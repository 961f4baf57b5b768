package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nilometer.cli.demo.DemoBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class EndToEndTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> LOG_METRICS = List.of(
            "response_time",
            "error_rate",
            "ip_patterns",
            "ip_traffic",
            "sla",
            "user_activity",
            "service_popularity",
            "system_health");

    @TempDir
    private Path folder;

    @Test
    void log_analysis_reads_kafka_and_gives_rows_of_all_metrics_and_a_balanced_ledger() throws Exception {
        int events = 3_000;
        try (DemoBroker broker = DemoBroker.start()) {
            broker.createTopics(List.of("logs"), 2);
            produce(broker, events);
            String pipeline = Files.readString(pipeline("log-analysis")).replace("start: latest", "start: earliest");
            Path file = Files.writeString(folder.resolve("log-analysis.yaml"), pipeline);

            Program run = Program.run(
                    folder,
                    "run",
                    file.toString(),
                    "--set",
                    "KAFKA_BROKERS=" + broker.address(),
                    "--until-end",
                    "--results",
                    "results");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.ledger("logs").get("read").asInt()).isEqualTo(events);
            assertThat(run.ledger("logs").get("reasons").get("not_json").asInt())
                    .isEqualTo(events / 100);
            for (String metric : LOG_METRICS) {
                assertThat(run.rows(metric)).as(metric).isNotEmpty();
            }
            assertThat(sum(run.rows("system_health"), "total_requests")).isEqualTo(events - events / 100);
            assertThat(run.rows("rejected"))
                    .hasSize(events / 100)
                    .allSatisfy(row -> assertThat(row.get("raw").asText()).isEqualTo("broken"));
            assertThat(run.temporaryFiles()).isEmpty();
        }
    }

    @Test
    void a_broker_that_is_not_there_is_told_and_the_run_ends_in_order_when_it_is_stopped() throws Exception {
        try (Program run = Program.start(
                folder,
                "run",
                pipeline("log-analysis").toString(),
                "--set",
                "KAFKA_BROKERS=localhost:1",
                "--state",
                "state")) {
            run.waitUntil("it tells", () -> run.err().contains("cannot reach localhost:1"));

            run.terminate();

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains("trying again in")
                    .contains("balanced")
                    .doesNotContain("\tat ", "Exception");
            assertThat(run.temporaryFiles()).isEmpty();
        }
    }

    @Test
    void ten_mistakes_are_ten_problems_each_with_its_place() throws Exception {
        Path file = Files.writeString(folder.resolve("ten.yaml"), """
                name: Ten_Mistakes
                colour: red
                streams:
                  logs:
                    source: {file: {pth: x.log}}
                    format: jsn
                    schema: {timestamp: timestamp, code: int}
                    time: {field: timestamp, lateness: 5 minutes}
                    steps:
                      - wher: code > 1
                metrics:
                  m:
                    by: code
                    window: 1 fortnight
                    select: {n: cuont(*)}
                outputs:
                  o: {consol: {}, from: m}
                tests: none
                """);
        for (String command : List.of("check", "run")) {
            Program checked = Program.run(folder, command, file.toString());
            assertThat(checked.exitCode()).isEqualTo(1);
            assertThat(checked.err())
                    .contains(
                            "ten.yaml:1:",
                            "ten.yaml:2:",
                            "ten.yaml:5:21",
                            "no option `pth`",
                            "ten.yaml:6:",
                            "did you mean `json`",
                            "ten.yaml:8:",
                            "ten.yaml:10:",
                            "did you mean `where`",
                            "ten.yaml:14:",
                            "ten.yaml:15:",
                            "write `count`",
                            "ten.yaml:17:",
                            "did you mean `console`",
                            "ten.yaml:18:",
                            "10 errors");
        }
    }

    @Test
    void the_known_facts_of_an_access_log() throws Exception {
        Path log = HOME.resolve("../shared/data/apache_access.log").normalize();
        assumeTrue(Files.isReadable(log), () -> "SKIPPED: there is no " + log);

        Program run = Program.run(
                folder,
                "run",
                pipeline("access-log").toString(),
                "--input",
                "requests=" + log,
                "--until-end",
                "--results",
                "results");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.ledger("requests").get("read").asInt()).isEqualTo(10_000);
        Map<String, Long> classes = new TreeMap<>();
        run.rows("totals")
                .forEach(row -> classes.put(
                        row.get("status_class").asText(), row.get("requests").asLong()));
        assertThat(classes).isEqualTo(Map.of("2xx", 9171L, "3xx", 609L, "4xx", 217L, "5xx", 3L));
        assertThat(sum(run.rows("totals"), "bytes")).isEqualTo(2_747_282_740L);
        assertThat(sum(run.rows("traffic"), "requests")).isEqualTo(10_000);
        assertThat(sum(run.rows("traffic"), "bytes")).isEqualTo(2_747_282_740L);
    }

    @Test
    void hostile_records_are_in_the_ledger_with_reasons_and_their_neighbours_count() throws Exception {
        String good = "{\"timestamp\":\"2026-01-01T00:00:01Z\",\"service\":\"good\",\"status_code\":200}";
        Map<String, String> hostile = new TreeMap<>(Map.of(
                "empty", "",
                "too_long", "{\"message\":\"" + "x".repeat(10_000_000) + "\"}",
                "too_deep", "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                "not_json", "{\"timestamp\":\"2026-01-01T00:00:01Z\",\"response_time\":NaN}",
                "not_an_object", "[1]",
                "missing_time", "{\"service\":\"good\"}",
                "bad_time", "{\"timestamp\":\"55000-01-01T00:00:00Z\",\"service\":\"good\"}"));
        List<String> odd = List.of(
                "{\"timestamp\":\"2026-01-01T00:00:02Z\",\"service\":\"good\",\"response_time\":1e400}",
                "{\"timestamp\":\"2026-01-01T00:00:02Z\",\"service\":\"good\",\"message\":\"\u00ff\"}",
                "{\"timestamp\":\"2026-01-01T00:00:02Z\",\"service\":\"good\"" + manyFields() + "}");
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        List<String> lines = new ArrayList<>();
        hostile.values().forEach(bad -> lines.addAll(List.of(good, bad)));
        lines.addAll(odd);
        lines.add(good);
        for (String line : lines) {
            // One byte a character: what is not ASCII is not UTF-8.
            records.writeBytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        Path input = Files.write(folder.resolve("hostile.log"), records.toByteArray());

        Program run = Program.run(
                folder,
                "run",
                pipeline("log-analysis").toString(),
                "--input",
                "logs=" + input,
                "--until-end",
                "--results",
                "results");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode ledger = run.ledger("logs");
        assertThat(ledger.get("read").asInt()).isEqualTo(lines.size());
        assertThat(ledger.get("late").asInt()).isZero();
        assertThat(ledger.get("rejected").asInt()).isEqualTo(hostile.size());
        hostile.keySet()
                .forEach(reason -> assertThat(ledger.at("/reasons/" + reason).asInt())
                        .as(reason)
                        .isEqualTo(1));
        assertThat(ledger.at("/bad_fields/response_time").asInt()).isEqualTo(1);
        assertThat(run.rows("error_rate")).singleElement().satisfies(row -> assertThat(
                        row.get("total_requests").asInt())
                .isEqualTo(lines.size() - hostile.size()));
        assertThat(run.rows("rejected"))
                .extracting(row -> row.get("reason").asText())
                .containsExactlyInAnyOrderElementsOf(hostile.keySet());
    }

    @Test
    void results_that_can_never_be_written_are_told_before_anything_is_read() throws Exception {
        Path log = Files.writeString(folder.resolve("a.log"), "x\n");
        Program run = Program.run(
                folder,
                "run",
                pipeline("log-analysis").toString(),
                "--input",
                "logs=" + log,
                "--until-end",
                "--results",
                log.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("error[results-folder]", "cannot write to " + log, "fix:");
    }

    private static String manyFields() {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            fields.append(",\"f").append(i).append("\":").append(i);
        }
        return fields.toString();
    }

    private static void produce(DemoBroker broker, int events) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.address()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < events; i++) {
                String event = i % 100 == 0
                        ? "broken"
                        : "{\"timestamp\":\"" + start.plusMillis(i * 100L) + "\",\"service\":\"s" + i % 4
                                + "\",\"user_id\":\"u" + i % 50
                                + "\",\"ip_address\":\"10.0.0." + i % 20 + "\",\"response_time\":0.5,\"status_code\":"
                                + (i % 10 == 1 ? 500 : 200)
                                + "}";
                producer.send(new ProducerRecord<>("logs", i % 2, null, event));
            }
        }
    }

    private static long sum(List<JsonNode> rows, String column) {
        return rows.stream().mapToLong(row -> row.get(column).asLong()).sum();
    }

    private static Path pipeline(String name) throws IOException {
        Path file = HOME.resolve("pipelines").resolve(name + ".yaml");
        try (Stream<Path> all = Files.list(file.getParent())) {
            assertThat(all.toList()).contains(file);
        }
        return file;
    }
}
