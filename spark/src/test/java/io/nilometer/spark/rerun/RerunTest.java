package io.nilometer.spark.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.core.run.TemporaryDirectory;
import io.nilometer.spark.SparkRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RerunTest {

    private static final long SEED = 20260101;
    private static final int PARTITIONS = 3;
    private static final int LINES = 600;
    private static final int RANGE = 100;
    private static final String FLAKY = "spark.hadoop.fs." + FirstTryFails.SCHEME + ".impl";

    private static final String MAINTENANCE = "spark.sql.streaming.stateStore.maintenanceInterval";

    /** A run with nothing in its way. */
    private static List<String> rows;

    private static Map<String, Map<String, Object>> ledger;

    /** Spark may still look after its state there when a run has ended, which would fail a stricter deletion. */
    private final TemporaryDirectory temporary = TemporaryDirectory.create("nilometer-rerun");

    private final Path folder = temporary.path();

    @BeforeAll
    static void undisturbed() throws Exception {
        // The tests need a master that tries tasks again, and theirs is the session's settings.
        SparkSession.builder().master("local").getOrCreate().stop();
        System.setProperty(FLAKY, FirstTryFails.class.getName());
        // Nobody else writes where a test copies and deletes.
        System.setProperty(MAINTENANCE, "1h");
        Rig rig;
        try (TemporaryDirectory calm = TemporaryDirectory.create("nilometer-rerun")) {
            rig = new Rig(source(false), calm.path().toUri().toString());
            ledger = rig.runToTheEnd();
        }
        rows = rig.rows();
        assertThat(rows).as("rows, seed %s", SEED).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        assertThat(ledger.get("logs")).containsEntry("read", (long) PARTITIONS * LINES);
    }

    @AfterAll
    static void leaveNoSettingsBehind() {
        System.clearProperty(FLAKY);
        System.clearProperty(MAINTENANCE);
        SparkSession.builder().getOrCreate().stop();
    }

    @AfterEach
    void deleteFolder() {
        temporary.close();
    }

    @Test
    void a_scan_that_fails_halfway_is_done_again_from_its_beginning() throws Exception {
        ScriptedSource source = source(true);
        Rig rig = new Rig(source, checkpoint().toUri().toString());

        assertThat(rig.runToTheEnd()).isEqualTo(ledger);

        assertThat(source.failures()).isEqualTo(PARTITIONS * LINES / RANGE);
        assertThat(rig.rows()).isEqualTo(rows);
    }

    @Test
    void a_merge_whose_state_could_not_be_written_is_done_again_from_the_state_before() throws Exception {
        int before = FirstTryFails.failures();
        Rig rig = new Rig(source(false), FirstTryFails.SCHEME + "://" + checkpoint());

        assertThat(rig.runToTheEnd()).isEqualTo(ledger);

        assertThat(FirstTryFails.failures() - before).isGreaterThan(LINES / RANGE);
        assertThat(rig.rows()).isEqualTo(rows);
    }

    @Test
    void a_batch_that_was_taken_in_but_not_committed_by_Spark_is_run_again_to_the_same_end() throws Exception {
        Rig rig = new Rig(source(false), checkpoint().toUri().toString());
        rig.run(3);
        uncommit();

        assertThat(rig.runToTheEnd()).isEqualTo(ledger);

        assertThat(rig.rows()).isEqualTo(rows);
    }

    @Test
    void an_older_copy_of_the_checkpoint_is_gone_on_with_in_the_same_process() throws Exception {
        Rig first = new Rig(source(false), checkpoint().toUri().toString());
        first.run(2);
        copy(checkpoint(), folder.resolve("copy"));
        List<String> atCopy = first.rows();
        first.run(2);
        delete(checkpoint());
        copy(folder.resolve("copy"), checkpoint());

        Rig second = new Rig(source(false), checkpoint().toUri().toString());
        assertThat(second.runToTheEnd()).isEqualTo(ledger);

        List<String> all = new ArrayList<>(atCopy);
        all.addAll(second.rows());
        assertThat(all).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void a_checkpoint_whose_last_batch_file_is_gone_is_refused() throws Exception {
        Rig rig = new Rig(source(false), checkpoint().toUri().toString());
        rig.run(3);
        Files.delete(last(checkpoint().resolve("batches")));

        assertThatThrownBy(rig::runToTheEnd).isInstanceOfSatisfying(NilometerException.class, failure -> assertThat(
                        failure.problem().code())
                .isEqualTo("checkpoint-mixed"));
    }

    @Test
    void a_checkpoint_whose_query_is_older_than_its_batch_files_is_refused() throws Exception {
        Rig rig = new Rig(source(false), checkpoint().toUri().toString());
        rig.run(2);
        copy(checkpoint().resolve("query"), folder.resolve("query"));
        rig.run(2);
        delete(checkpoint().resolve("query"));
        copy(folder.resolve("query"), checkpoint().resolve("query"));

        assertThatThrownBy(rig::runToTheEnd).isInstanceOfSatisfying(NilometerException.class, failure -> assertThat(
                        failure.problem().code())
                .isEqualTo("checkpoint-mixed"));
    }

    @Test
    void an_older_query_with_a_batch_to_run_again_is_refused_with_newer_batch_files() throws Exception {
        Rig rig = new Rig(source(false), checkpoint().toUri().toString());
        rig.run(2);
        uncommit();
        copy(checkpoint().resolve("query"), folder.resolve("query"));
        rig.run(2);
        delete(checkpoint().resolve("query"));
        copy(folder.resolve("query"), checkpoint().resolve("query"));

        assertThatThrownBy(rig::runToTheEnd).isInstanceOfSatisfying(NilometerException.class, failure -> assertThat(
                        failure.problem().code())
                .isEqualTo("checkpoint-mixed"));
    }

    @Test
    void a_sink_that_refuses_for_good_ends_the_run_with_its_reason() {
        Rig rig = new Rig(source(false), checkpoint().toUri().toString());
        try (SparkRun run = rig.open(batch -> {
            throw new NilometerException("table-missing", "there is no table sums", "create it");
        })) {
            run.begin();

            assertThatThrownBy(run::await).hasMessageContaining("there is no table sums");
        }
    }

    @Test
    void a_second_run_on_the_same_checkpoint_is_refused_at_once() {
        Rig rig = new Rig(source(false), checkpoint().toUri().toString());
        try (SparkRun first = rig.open()) {
            assertThat(first.status().batches()).isZero();
            assertThatThrownBy(rig::open).isInstanceOfSatisfying(NilometerException.class, failure -> assertThat(
                            failure.problem().code())
                    .isEqualTo("state-in-use"));
        }
    }

    private Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    /** As if the driver had been killed between our commit and Spark's. */
    private void uncommit() throws IOException {
        Path commits = checkpoint().resolve("query/commits");
        Path commit = last(commits);
        Files.delete(commit);
        Files.deleteIfExists(commits.resolve("." + commit.getFileName() + ".crc"));
    }

    private static Path last(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+"))
                    .max(Comparator.comparingInt(
                            file -> Integer.parseInt(file.getFileName().toString())))
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** With disorder, late and broken records. */
    private static ScriptedSource source(boolean failing) {
        Random random = new Random(SEED);
        List<List<String>> partitions = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<String> lines = new ArrayList<>();
            long millis = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
            for (int i = 0; i < LINES; i++) {
                millis += random.nextInt(2_000);
                long back = random.nextInt(20) == 0 ? 200_000 : random.nextInt(30_000);
                lines.add(
                        random.nextInt(50) == 0
                                ? "broken"
                                : "{\"t\":\"" + Instant.ofEpochMilli(millis - back) + "\",\"k\":\"k" + random.nextInt(7)
                                        + "\",\"v\":" + random.nextInt(100) + "}");
            }
            partitions.add(lines);
        }
        return new ScriptedSource(partitions, RANGE, failing);
    }
}
