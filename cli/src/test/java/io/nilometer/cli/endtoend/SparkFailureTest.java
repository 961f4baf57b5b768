package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.demo.DemoBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What stops a run on Spark for good is told, and nothing hangs. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class SparkFailureTest {

    private static final int FAILED = 3;

    @TempDir
    private Path folder;

    @Test
    void a_topic_that_is_deleted_ends_the_run_while_a_second_run_on_its_state_is_refused() throws Exception {
        try (DemoBroker broker = DemoBroker.start()) {
            broker.createTopics(List.of("events"), 2);
            produce(broker);
            Path pipeline =
                    pipeline("kafka: {brokers: \"" + broker.address() + "\", topics: [events], start: earliest}");
            try (Program run = start("one", pipeline)) {
                Path batches = folder.resolve("one/state/failing/spark/query/commits/0");
                run.waitUntil("a batch is done", () -> Files.exists(batches));

                Program second = Program.run(
                        folder.resolve("two"),
                        arguments(pipeline, folder.resolve("one/state").toString()));
                assertThat(second.exitCode()).as(second.err()).isEqualTo(FAILED);
                assertThat(second.err()).contains("error[state-in-use]");

                try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
                    admin.deleteTopics(List.of("events")).all().get(60, TimeUnit.SECONDS);
                }
                assertThat(run.exitCode()).as(run.err()).isEqualTo(FAILED);
                assertThat(run.err()).contains("error[no-topic]").contains("events");
            }
        }
    }

    @Test
    void a_state_that_cannot_be_written_is_told_at_once() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Program run = Program.run(
                folder.resolve("one"),
                arguments(pipeline("kafka: {brokers: \"127.0.0.1:1\", topics: [events]}"), file.toString()));

        assertThat(run.exitCode()).isEqualTo(FAILED);
        assertThat(run.err()).contains(file.toString()).contains("--state");
    }

    private Program start(String name, Path pipeline) throws Exception {
        return Program.start(folder.resolve(name), arguments(pipeline, "state"));
    }

    private static String[] arguments(Path pipeline, String state) {
        return new String[] {
            "run",
            pipeline.toString(),
            "--engine",
            "spark",
            "--master",
            "local[2]",
            "--results",
            "results",
            "--state",
            state
        };
    }

    private Path pipeline(String source) throws Exception {
        return Files.writeString(folder.resolve("failing.yaml"), """
                name: failing
                streams:
                  events:
                    source:
                      %s
                    format: json
                    schema: {t: timestamp, k: string}
                    time: {field: t}
                metrics:
                  counts: {by: k, window: 1m, select: {events: count(*)}}
                """.formatted(source));
    }

    private static void produce(DemoBroker broker) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.address());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>("events", "{\"t\":\"2026-01-01T00:00:00Z\",\"k\":\"k\"}"));
            }
        }
    }
}
