package io.nilometer.cli.remote;

import static io.nilometer.cli.remote.RemoteRun.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.InProcess;
import io.nilometer.core.run.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the stores of remote files can fail with, from the pipeline's file to its results. */
@Timeout(300)
class RemoteFaultsTest {

    /** Spark may still look after its state there when a run has ended, which would fail a stricter deletion. */
    private final TemporaryDirectory temporary = TemporaryDirectory.create("nilometer-remote");

    private final Path folder = temporary.path();

    @AfterEach
    void deleteFolder() {
        temporary.close();
    }

    private RemoteRun runs;

    @BeforeEach
    void heal() {
        ShakyFileSystem.heal();
        runs = new RemoteRun(folder, ShakyFileSystem.SETTINGS);
    }

    private Path in(String name) throws IOException {
        return Files.createDirectories(folder.resolve("in")).resolve(name);
    }

    private String shaky() {
        return "shaky://store" + folder.resolve("in");
    }

    private List<String> rows(String source, String results, int records) throws IOException {
        return runs.rows(runs.pipeline(source), results, records, "--engine", "spark");
    }

    private String refused(String source, String... more) throws IOException {
        InProcess.Outcome outcome = runs.run(runs.pipeline(source), "none", more);
        assertThat(outcome.exit()).isNotZero();
        return outcome.err();
    }

    @Test
    void opens_listings_and_streams_that_fail_are_tried_again_and_nothing_is_lost() throws IOException {
        Files.writeString(in("a.log"), lines("a", 0, 5_000));
        Files.writeString(in("b.log"), lines("b", 0, 5_000));
        List<String> here = runs.rows(runs.pipeline("{path: in}"), "here", 10_000);
        ShakyFileSystem.FAILING_LISTINGS.set(2);
        ShakyFileSystem.FAILING_OPENS.put("a.log", new AtomicInteger(3));
        ShakyFileSystem.LISTED_ONLY.put("b.log", new AtomicInteger(2));
        ShakyFileSystem.BREAKING_STREAMS.put("b.log", new AtomicInteger(3));

        assertThat(rows("{path: '" + shaky() + "'}", "there", 10_000)).isEqualTo(here);
        assertThat(ShakyFileSystem.FAILING_LISTINGS).hasValue(0);
        assertThat(ShakyFileSystem.BREAKING_STREAMS.get("b.log").get()).isNotPositive();
    }

    @Test
    void a_file_that_is_listed_only_while_it_runs_is_read() throws IOException {
        Files.writeString(in("a.log"), lines("a", 0, 100));
        Files.writeString(in("late.log"), lines("late", 100, 200));
        ShakyFileSystem.NOT_LISTED.put("late.log", new AtomicInteger(3));

        RemoteRun.Live live = runs.live(runs.pipeline("{path: '" + shaky() + "', follow: true, closed: true}"), "20s");
        assertThat(live.used()).isEqualTo(200);
        assertThat(ShakyFileSystem.NOT_LISTED.get("late.log").get()).isNegative();
    }

    @Test
    void a_store_that_does_not_answer_is_told_and_given_up_after_the_time_that_was_asked_for() throws IOException {
        Files.writeString(in("a.log"), lines("a", 0, 100));
        ShakyFileSystem.FAILING_LISTINGS.set(Integer.MAX_VALUE);

        assertThat(refused("{path: '" + shaky() + "', give_up_after: 2s}", "--engine", "spark", "--until-end"))
                .contains("cannot reach " + shaky(), "the store is being restarted", "giving up after 2s", "given up");
    }

    @Test
    void a_run_that_waits_for_a_store_ends_when_its_time_is_over() throws IOException {
        ShakyFileSystem.FAILING_LISTINGS.set(Integer.MAX_VALUE);
        in("a.log");

        InProcess.Outcome outcome = runs.run(
                runs.pipeline("{path: '" + shaky() + "', follow: true, closed: true}"),
                "none",
                "--engine",
                "spark",
                "--for",
                "3s");
        assertThat(outcome.err()).contains("cannot reach " + shaky());
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void a_file_that_may_not_be_read_is_told() throws IOException {
        Files.writeString(in("a.log"), lines("a", 0, 100));
        Files.writeString(in("b.log"), lines("b", 0, 100));
        ShakyFileSystem.DENIED.add("b.log");

        InProcess.Outcome outcome =
                runs.run(runs.pipeline("{path: '" + shaky() + "'}"), "there", "--engine", "spark", "--until-end");
        assertThat(outcome.err()).contains("b.log is left out: it is a file that may not be read");
        assertThat(runs.count("there", "used")).isEqualTo(100);
        assertThat(refused("{path: '" + shaky() + "/b.log'}", "--engine", "spark", "--until-end"))
                .contains("may not read " + shaky() + "/b.log");
    }

    @Test
    void a_file_read_in_part_that_is_another_now_ends_the_run() throws IOException {
        Files.writeString(in("a.log"), lines("a", 0, 20_000));
        Path pipeline = runs.pipeline("{path: '" + shaky() + "', follow: true, closed: true, max_rate: 300/s}");
        assertThat(runs.live(pipeline, "10s").used()).isLessThan(20_000);

        Files.writeString(in("a.log"), lines("b", 0, 20_100));
        InProcess.Outcome outcome = runs.run(
                pipeline,
                "live",
                "--engine",
                "spark",
                "--for",
                "10s",
                "--state",
                folder.resolve("state").toString());
        assertThat(outcome.err()).contains("file-changed", "a.log");
        assertThat(outcome.exit()).isNotZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3a://bucket/logs         | no-file-system | org.apache.hadoop:hadoop-aws:",
                "gs://bucket/logs          | no-file-system | gcs-connector",
                "abfss://c@a.example/logs  | no-file-system | org.apache.hadoop:hadoop-azure:",
                "nothing://x/logs          | no-file-system | spark.hadoop.fs.nothing.impl",
                "s3://bucket/logs          | no-file-system | write s3a://",
                "hdfs:///logs              | bad-path       | hdfs://namenode:8020/logs",
                "hdfs://no-such-host.invalid:8020/logs | unknown-host | no-such-host.invalid",
                "file:///no/such/folder    | file-not-found | /no/such/folder",
            })
    void what_will_not_pass_is_an_error_with_a_remedy(String path, String code, String said) throws IOException {
        assertThat(refused("{path: '" + path + "'}", "--engine", "spark", "--until-end"))
                .contains("[" + code + "]", said);
    }

    @Test
    void one_process_without_a_cluster_reads_no_remote_files_and_says_who_does() throws IOException {
        String source = "{path: 's3a://bucket/logs'}";
        assertThat(refused(source)).contains("[remote-path]", "--engine spark");
        Path pipeline = runs.pipeline(source);
        assertThat(InProcess.run("check", pipeline.toString()).err()).contains("[remote-path]", "--engine spark");
        assertThat(InProcess.run("check", pipeline.toString(), "--engine", "spark")
                        .exit())
                .isZero();
    }

    @Test
    void a_password_in_a_path_is_refused_and_never_printed() throws IOException {
        Path pipeline = runs.pipeline("{path: 'ftp://me:hush@host/logs'}");
        for (String engine : List.of("embedded", "spark")) {
            InProcess.Outcome outcome = InProcess.run("check", pipeline.toString(), "--engine", engine);
            assertThat(outcome.err()).contains("[password-in-path]", "ftp://me:***@host/logs");
            assertThat(outcome.out() + outcome.err()).doesNotContain("hush");
            assertThat(outcome.exit()).isNotZero();
        }
    }
}
