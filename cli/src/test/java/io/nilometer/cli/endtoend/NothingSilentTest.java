package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a run does besides its results is told, on both engines alike. */
@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class NothingSilentTest {

    private static final List<String> ENGINES = List.of("embedded", "spark");

    private static final String PIPELINE = """
            name: told
            streams:
              logs:
                source: stdin
                format: json
                schema: {ts: timestamp, url: string, client: string}
                time: {field: ts, lateness: 10s}
            metrics:
              traffic: {window: 1m, select: {n: count(*)}}
              pages: {by: {page: url_decode(url), client: client}, window: 1m, select: {n: count(*)}}
            outputs:
              screen: {console: {}, from: [traffic, pages]}
            tests:
              - name: a bad escape counts against the metric that decodes it
                feed:
                  - logs:
                      - {ts: "2026-01-01T00:00:00Z", url: "/a%20b"}
                      - {ts: "2026-01-01T00:00:01Z", url: "/100%zz"}
                      - {ts: "2026-01-01T00:00:02Z", url: "/caf%E9 "}
                expect:
                  traffic: [{n: 3}]
                  pages: [{page: "/a b", n: 1}, {n: 1}]
                  rejected: []
                  ledger: {logs: {read: 3, used: 3, failed_for: {pages: 1, traffic: 0}, never: [client]}}
            """;

    @TempDir
    private Path folder;

    @Test
    void an_expression_of_one_metric_that_fails_counts_against_that_metric() throws Exception {
        Path file = Files.writeString(folder.resolve("told.yaml"), PIPELINE);
        for (String engine : ENGINES) {
            Program test = Program.run(folder, "test", file.toString(), "--engine", engine);
            assertThat(test.exitCode()).as(test.out() + test.err()).isZero();
        }
    }

    @Test
    void a_failed_test_whose_records_are_all_rejected_says_so_first() throws Exception {
        Path file = Files.writeString(folder.resolve("told.yaml"), PIPELINE.replace("{ts: \"2026", "{ts: \"in 2026"));
        for (String engine : ENGINES) {
            Program test = Program.run(folder, "test", file.toString(), "--engine", engine);
            assertThat(test.exitCode()).as(test.out() + test.err()).isOne();
            assertThat(test.out())
                    .containsSubsequence(
                            "FAILED a bad escape", "note: logs: all 3 records are rejected as", "traffic: no row");
        }
    }

    @Test
    void a_run_whose_records_are_all_rejected_ends_with_1_shows_some_and_says_what_to_do() throws Exception {
        Path file = Files.writeString(folder.resolve("told.yaml"), PIPELINE);
        Path lines = Files.writeString(folder.resolve("a.log"), "one\n\u001b[31mtwo\nthree\nfour\n");
        for (String engine : ENGINES) {
            Program run = run(engine, file, lines);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.err())
                    .contains("not_json  line 1 (byte 0) of ", "line 3 (byte 13) of ", "three")
                    .contains("all 4 records are rejected as not_json: each record must be one JSON object")
                    .doesNotContain("\u001b", "four");
            Path kept = folder.resolve(".nilometer/told/until-end/rejected/rejected.ndjson");
            assertThat(run.err()).contains(folder.relativize(kept).toString());
            assertThat(Files.readAllLines(kept)).hasSize(4);
        }
    }

    @Test
    void a_run_tells_what_is_late_what_never_came_and_which_metric_has_nothing() throws Exception {
        Path file = Files.writeString(
                folder.resolve("told.yaml"),
                PIPELINE.replace("by: {page", "where: url = '/', by: {page").replaceAll("(?s)\ntests:.*", "\n"));
        StringBuilder backwards = new StringBuilder();
        for (int minute = 59; minute > 0; minute--) {
            backwards.append("{\"ts\":\"2026-01-01T00:%02d:00Z\",\"url\":\"/x\"}\n".formatted(minute));
        }
        Path lines = Files.writeString(folder.resolve("b.log"), backwards);
        for (String engine : ENGINES) {
            Program run = run(engine, file, lines);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains("57 of 59 records are late", "lateness: 1h would take 99% of them")
                    .contains("`client` has not occurred in any of 59 records")
                    .contains("pages: it has counted none of 2 events: its `where: url = '/'` holds for none");
        }
    }

    @Test
    void a_value_that_does_not_fit_is_shown_also_where_a_header_says_which_column_it_is_of() throws Exception {
        Path file = Files.writeString(
                folder.resolve("told.yaml"),
                PIPELINE.replace("format: json", "format: {csv: {header: true}}")
                        .replace("client: string", "client: int")
                        .replaceAll("(?s)\ntests:.*", "\n"));
        Path lines = Files.writeString(
                folder.resolve("h.csv"), "client,url,ts\nten,/a,2026-01-01T00:00:00Z\nsix,/b,2026-01-01T00:00:01Z\n");
        for (String engine : ENGINES) {
            Program run = run(engine, file, lines);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).contains("`client` is no int in", "such as 'ten'");
        }
    }

    @Test
    void a_run_that_goes_on_tells_once_there_is_enough_to_judge_by() throws Exception {
        Path file = Files.writeString(folder.resolve("told.yaml"), PIPELINE);
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 1_500; i++) {
            records.append("{\"ts\":\"2026-01-01T00:00:00Z\",\"url\":\"/x\"}\n");
        }
        Path lines = Files.writeString(folder.resolve("c.log"), records);
        try (Program run = Program.start(folder, "run", file.toString(), "--input", "logs=" + lines, "--state", "s")) {
            run.waitUntil("it tells", () -> run.err().contains("`client` has not occurred in any of 1,500 records"));
            run.terminate();
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err().split("`client` has not occurred", -1)).hasSize(2);
        }
    }

    @Test
    void check_says_that_results_go_nowhere_and_what_it_has_not_looked_at() throws Exception {
        Path file = Files.writeString(
                folder.resolve("told.yaml"),
                PIPELINE.replace("source: stdin", "source: {kafka: {brokers: \"${NO_BROKERS}\", topics: [t]}}")
                        .replaceAll("(?s)\noutputs:.*", "\n"));
        Program check = Program.run(folder, "check", file.toString());
        assertThat(check.exitCode()).as(check.err()).isZero();
        assertThat(check.err()).contains("warning[no-outputs]", "--results DIR");
        assertThat(check.out())
                .contains(
                        "not looked at: NO_BROKERS is unset (", "not looked at: whether ${NO_BROKERS} can be reached");
    }

    private Program run(String engine, Path file, Path lines) throws IOException, InterruptedException {
        return Program.run(
                folder, "run", file.toString(), "--input", "logs=" + lines, "--until-end", "--engine", engine);
    }
}
