package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run says, and ends with, that has not done all that it was started for. */
@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class EndingsTest {

    private static final int RECORDS = 4_000;
    private static final int SMALL = 20;

    /** So slow that nobody can miss it. */
    private static final String PIPELINE = """
            name: ending
            streams:
              events:
                source: {file: {path: "*.ndjson", max_rate: %s}}
                format: json
                schema: {at: timestamp, n: int}
                time: {field: at, lateness: 1m}
            metrics:
              sums:
                from: events
                window: 1m
                select: {events: count(*), total: sum(n)}
            outputs:
              out: {%s, from: sums}
            spark: {shards: 2}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 130, embedded", "TERM, 143, embedded", "HUP, 129, embedded", "INT, 130, spark", "TERM, 143, spark"
    })
    void interrupted_before_the_end_of_its_inputs_it_says_so_and_the_same_command_goes_on(
            String signal, int code, String engine) throws Exception {
        write("400/s", "console: {}");
        String[] arguments = bounded(engine, "--state", "state", "--results", "results");
        try (Program run = Program.start(folder, withDefaultSignals(arguments))) {
            run.waitUntil("it writes", () -> hasRows("sums"));
            run.signal(signal);

            assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
            assertThat(run.err())
                    .containsPattern(
                            "error\\[interrupted]: interrupted before the end of the inputs: [\\d,]+ records read, "
                                    + "[\\d.]+ MB not; the results are partial")
                    .contains("fix: the same command goes on from there")
                    .doesNotContain("\tat ");
        }
        write("100000/s", "console: {}");
        Program rest = Program.run(folder, arguments);

        assertThat(rest.exitCode()).as(rest.err()).isZero();
        assertThat(rest.err()).doesNotContain("interrupted");
        assertThat(rest.ledger("events").get("used").asInt()).isEqualTo(RECORDS);
        assertThat(rest.rows("sums").stream()
                        .mapToInt(row -> row.get("events").asInt())
                        .sum())
                .isEqualTo(RECORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void interrupted_without_state_it_says_that_it_begins_anew(String engine) throws Exception {
        write("400/s", "console: {}");
        try (Program run = Program.start(folder, withDefaultSignals(bounded(engine, "--results", "results")))) {
            run.waitUntil("it writes", () -> hasRows("sums"));
            run.signal("INT");

            assertThat(run.exitCode()).as(run.err()).isEqualTo(130);
            assertThat(run.err()).contains("error[interrupted]", "started again, it begins anew");
        }
        write("100000/s", "console: {}");
        Program again = Program.run(folder, bounded(engine, "--results", "results"));

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.ledger("events").get("used").asInt()).isEqualTo(RECORDS);
    }

    @Test
    void interrupted_on_Spark_before_its_first_batch_the_same_command_begins() throws Exception {
        write("100000/s", "console: {}");
        String[] arguments = bounded("spark", "--state", "state", "--results", "results");
        try (Program run = Program.start(folder, withDefaultSignals(arguments))) {
            run.waitUntil("the query starts", () -> Files.exists(folder.resolve("state/ending/spark/query/metadata")));
            run.signal("INT");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(130);
        }
        Program rest = Program.run(folder, arguments);

        assertThat(rest.exitCode()).as(rest.err()).isZero();
        assertThat(rest.ledger("events").get("used").asInt()).isEqualTo(RECORDS);
    }

    @Test
    void a_run_that_goes_on_until_it_is_told_ends_in_order() throws Exception {
        write("400/s", "console: {}");
        try (Program run = Program.start(
                folder, withDefaultSignals("run", "p.yaml", "--state", "state", "--results", "results"))) {
            run.waitUntil("it writes", () -> hasRows("sums"));
            run.signal("INT");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).doesNotContain("interrupted", "partial");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void cut_by_the_time_that_it_was_given_it_says_how_far_it_has_come(String engine) throws Exception {
        write("100/s", "console: {}");
        Program run = Program.run(folder, bounded(engine, "--for", "6s", "--results", "results"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("info[cut-short]: the time of --for was over before the end of the inputs: ", "partial");
    }

    @Test
    void cut_by_a_reader_that_has_enough_it_says_so_and_is_done() throws Exception {
        write("400/s", "console: {}");
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "\"$@\" | head -1; exit ${PIPESTATUS[0]}", "bash"));
        command.addAll(Program.command(folder, "", bounded("embedded")));
        try (Program run = Program.start(folder, command)) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).contains("info[cut-short]: standard output was closed before the end of the inputs");
        }
    }

    /** Nobody has it to say: a producer that finds no broker tries for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void rows_that_an_output_has_not_taken_are_told_and_counted(String engine) throws Exception {
        write("100000/s", "kafka: {brokers: 'localhost:1', topic: t}");
        Program kept = Program.run(folder, bounded(engine, "--for", "12s", "--state", "state"));

        // 4,000 seconds are 67 minutes, and all but those that are still open have been given out.
        assertThat(kept.exitCode()).as(kept.err()).isEqualTo(3);
        assertThat(kept.err())
                .containsPattern("error\\[undelivered]: .* output out has not taken 67 rows")
                .contains("the next run with this state gives them out first")
                .doesNotContain("cut-short");

        Program lost = Program.run(folder, bounded(engine, "--for", "12s"));

        assertThat(lost.exitCode()).as(lost.err()).isEqualTo(3);
        assertThat(lost.err()).contains("output out has not taken 67 rows", "they are lost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void what_a_killed_run_leaves_the_next_one_takes_away_and_nothing_else(String engine) throws Exception {
        write("400/s", "console: {}");
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path foreign = Files.createDirectories(temporary.resolve("spark-of-somebody"));
        try (Program killed =
                Program.start(folder, Program.command(folder, "", bounded(engine, "--results", "results")))) {
            killed.waitUntil("it writes", () -> hasRows("sums"));
            killed.signal("KILL");
            assertThat(killed.exitCode()).isEqualTo(137);
            assertThat(killed.temporaryFiles()).anyMatch(name -> name.startsWith("nilometer-"));
            assertThat(killed.temporaryFiles()).noneMatch(name -> name.startsWith("blockmgr-"));
        }
        write("100000/s", "console: {}");

        Program next = Program.run(folder, bounded(engine, "--results", "results"));

        assertThat(next.exitCode()).as(next.err()).isZero();
        // A native library that was unpacked stays where a process was killed, and a folder that Spark makes for code
        // of its
        // clients, of which nothing says whose it is.
        assertThat(next.temporaryFiles())
                .filteredOn(name -> !name.endsWith(".so") && !name.startsWith("artifacts-"))
                .containsExactly("spark-of-somebody");
        assertThat(foreign).exists();
    }

    /**
     * The input is written once: a small file that is soon read to its end, and one of which a batch has some hundred records,
     * as they are large.
     */
    private void write(String rate, String output) throws IOException {
        Files.writeString(folder.resolve("p.yaml"), PIPELINE.formatted(rate, output));
        if (!Files.exists(folder.resolve("events.ndjson"))) {
            write("small.ndjson", 0, SMALL, "");
            write("events.ndjson", SMALL, RECORDS, "x".repeat(8_000));
        }
    }

    private void write(String name, int from, int to, String padding) throws IOException {
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        Files.write(
                folder.resolve(name),
                IntStream.range(from, to)
                        .mapToObj(n ->
                                "{\"at\":\"" + first.plusSeconds(n) + "\",\"n\":" + n + ",\"pad\":\"" + padding + "\"}")
                        .toList());
    }

    private boolean hasRows(String output) {
        Path file = folder.resolve("results").resolve(output + ".ndjson");
        try {
            return Files.exists(file) && Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String[] bounded(String engine, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "p.yaml", "--until-end", "--engine", engine));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** Whoever starts these tests in the background makes them ignore Ctrl-C, and all that they start. */
    private List<String> withDefaultSignals(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM,HUP"));
        command.addAll(Program.command(folder, "", arguments));
        return command;
    }
}
