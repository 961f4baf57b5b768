package io.nilometer.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.demo.DemoBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Spark cluster of real processes reads Kafka; executors and drivers are killed with {@code kill -9} in the middle. */
class ClusterKillTest {

    private static final int PARTITIONS = 4;
    private static final int RECORDS = 500_000;
    private static final long SEED = 4711;

    @TempDir
    private Path folder;

    private final List<ClusterRun> runs = new ArrayList<>();
    private final Random random = new Random(SEED);
    private DemoBroker broker;
    private SparkHome home;
    private Path pipeline;

    @BeforeEach
    void fill() throws IOException {
        broker = DemoBroker.start();
        broker.createTopics(List.of("logs"), PARTITIONS);
        home = SparkHome.make(folder.resolve("home"));
        String text = Files.readString(Path.of("..", "pipelines", "log-analysis.yaml"));
        assertThat(text).contains("start: latest");
        pipeline = folder.resolve("log-analysis.yaml");
        Files.writeString(pipeline, text.replace("start: latest", "start: earliest"));
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.address(), "linger.ms", "20");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                int to = partition;
                LogLines.write(
                        SEED + to,
                        RECORDS / PARTITIONS,
                        line -> producer.send(new ProducerRecord<>("logs", to, null, line)));
            }
        }
    }

    @AfterEach
    void end() {
        runs.forEach(ClusterRun::close);
        broker.close();
    }

    @Test
    @Timeout(1_200)
    void killed_executors_and_drivers_leave_the_results_and_the_ledger_of_an_undisturbed_run() throws Exception {
        undisturbed();

        ClusterRun first = start();
        first.waitFor("two executors work", () -> first.executors().size() == 2);
        first.waitFor("the first batch is done", () -> first.lastBatch() >= 0);
        someTimeLater(first);
        first.killAnExecutor();
        long atKill = inTheMiddle(first);
        first.waitFor("it goes on without that executor", () -> first.lastBatch() > atKill);
        someTimeLater(first);
        first.killDriver();
        long atEnd = inTheMiddle(first);
        first.assertNothingIsLeft();

        ClusterRun second = start();
        second.waitFor("the next driver goes on", () -> second.lastBatch() > atEnd);
        someTimeLater(second);
        second.killAnExecutor();
        second.killDriver();
        long atBoth = inTheMiddle(second);
        second.assertNothingIsLeft();

        ClusterRun last = start();
        assertThat(last.exitCode()).as(last.log()).isZero();
        assertThat(last.lastBatch()).as("batches of the last run").isGreaterThan(atBoth);
        last.assertNothingIsLeft();
        assertThat(ResultFiles.of(folder.resolve("killed"))).isEqualTo(ResultFiles.of(folder.resolve("calm")));
    }

    /** On the embedded engine, which must come to the same. */
    private void undisturbed() throws Exception {
        List<String> arguments = List.of(
                "run",
                pipeline.toString(),
                "--until-end",
                "--results",
                folder.resolve("calm").toString());
        try (ClusterRun calm =
                ClusterRun.start(home, environment(), folder.resolve("calm.out"), folder.resolve("none"), arguments)) {
            assertThat(calm.exitCode()).as(calm.log()).isZero();
        }
        ResultFiles.of(folder.resolve("calm")).forEach((file, lines) -> {
            if (!file.equals("ledger.json")) {
                assertThat(new HashSet<>(lines)).as("rows of %s", file).hasSameSizeAs(lines);
            }
        });
    }

    private ClusterRun start() throws IOException {
        ClusterRun run = ClusterRun.start(
                home,
                environment(),
                folder.resolve("killed.out"),
                folder.resolve("state/log-analysis/spark/query/commits"),
                List.of(
                        "run",
                        pipeline.toString(),
                        "--engine",
                        "spark",
                        "--master",
                        "local-cluster[2,1,640]",
                        "--until-end",
                        "--results",
                        folder.resolve("killed").toString(),
                        "--state",
                        folder.resolve("state").toString()));
        runs.add(run);
        return run;
    }

    private Map<String, String> environment() {
        return Map.of("KAFKA_BROKERS", broker.address());
    }

    /** Somewhere in the course of a batch. */
    private void someTimeLater(ClusterRun run) throws InterruptedException {
        run.letWork(random.nextInt(400));
    }

    /** @return the last batch that was done; the run was far from its end then */
    private long inTheMiddle(ClusterRun run) {
        assertThat(folder.resolve("killed/ledger.json"))
                .as("what was killed had not ended: %s", run.log())
                .doesNotExist();
        return run.lastBatch();
    }
}
