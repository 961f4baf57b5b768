package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.InProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users, disks and other processes do to a run's files: told and refused, never a wrong number in silence. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class WorldFaultsTest {

    private static final String PIPELINE = """
            name: world
            streams:
              logs:
                source: stdin
                format: json
                schema: {ts: timestamp, url: string}
                time: {field: ts, lateness: 0s}
            metrics:
              traffic: {window: 1m, by: {url: url}, select: {n: count(*)}}
            outputs:
              screen: {console: {}, from: [traffic]}
            """;

    @TempDir
    private Path folder;

    @Test
    void a_state_is_refused_to_another_input_and_found_again_by_a_renamed_stream() throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE);
        Path one = lines("one.log", 0, 3);
        Path two = lines("two.log", 3, 5);
        for (String engine : List.of("embedded", "spark")) {
            String state = "state-" + engine;
            assertThat(stopped(engine, 3, file, state, "--input", "logs=" + one))
                    .contains("logs       3");
            Program other = Program.run(folder, arguments(engine, file, state, "--input", "logs=" + two));
            assertThat(other.exitCode()).isEqualTo(3);
            assertThat(other.err())
                    .contains("error[other-source]", "one.log", "two.log", "--forget", "--continue", "another --state");
            // An input that has ended on Spark has ended for good; what is left to show there is who goes on.
            int records = engine.equals("spark") ? 3 : 5;
            assertThat(stopped(engine, records, file, state, "--continue", "--input", "logs=" + two))
                    .contains("goes on with file", "logs       " + records);
            Path renamed = Files.writeString(folder.resolve("renamed.yaml"), PIPELINE.replace("  logs:", "  weblogs:"));
            Path last = engine.equals("spark") ? one : two;
            assertThat(stopped(engine, records, renamed, state, "--input", "weblogs=" + last))
                    .contains("weblogs goes on where logs was", "weblogs     " + records);
            delete(folder.resolve("results"));
        }
    }

    @Test
    void a_file_that_is_given_twice_is_refused_however_it_is_written() throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE);
        Path one = lines("in/one.log", 0, 3);
        Files.createSymbolicLink(folder.resolve("link.log"), one);
        Files.createLink(folder.resolve("hard.log"), one);
        for (String engine : List.of("embedded", "spark")) {
            for (String again : List.of("in/one.log", "in/../in/one.log", "link.log", "hard.log", "in")) {
                InProcess.Outcome run = InProcess.run(
                        "run",
                        file.toString(),
                        "--engine",
                        engine,
                        "--until-end",
                        "--input",
                        "logs=" + one,
                        "--input",
                        "logs=" + folder.resolve(again));
                assertThat(run.exit()).as(again).isEqualTo(2);
                assertThat(run.err()).contains("would be counted twice");
            }
        }
    }

    @Test
    void what_is_no_file_is_refused_with_what_it_is() throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE);
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        for (String engine : List.of("embedded", "spark")) {
            for (String place : List.of("/dev/zero", "/dev/null", "pipe")) {
                Program input = Program.run(
                        folder, "run", file.toString(), "--engine", engine, "--until-end", "--input", "logs=" + place);
                assertThat(input.exitCode()).as(place).isEqualTo(2);
                Path own = Files.writeString(
                        folder.resolve("own.yaml"),
                        PIPELINE.replace("source: stdin", "source: {file: {path: " + place + "}}"));
                for (String command : List.of("check", "run")) {
                    Program source = Program.run(folder, command, own.toString(), "--engine", engine);
                    assertThat(source.exitCode()).as(place).isEqualTo(1);
                    assertThat(source.err())
                            .contains("error[file-not-lines]", "is a pipe, a socket or a device", "the source stdin");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void what_a_shell_pipes_in_is_refused_with_the_remedy_and_what_it_redirects_is_the_file_itself(String engine)
            throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE);
        Path input = Files.writeString(folder.resolve("in.log"), "{\"ts\":\"2026-01-01T00:00:00Z\"}\n");
        String run = String.join(
                " ", Program.command(folder, "", "run", file.toString(), "--engine", engine, "--for", "8s", "--input"));
        for (String shell : List.of(
                run + " logs=<(cat " + input + ")",
                "cat " + input + " | " + run + " logs=/dev/stdin",
                run + " logs=-")) {
            try (Program piped = Program.start(folder, List.of("bash", "-c", shell))) {
                assertThat(piped.exitCode()).as(shell).isEqualTo(2);
                assertThat(piped.err()).contains("error[usage]", "fix: write it to a file", "`source: stdin`");
            }
        }
        String redirected = run + " logs=/dev/stdin --state state < ";
        try (Program first = Program.start(folder, List.of("bash", "-c", redirected + input))) {
            assertThat(first.exitCode()).as(first.err()).isZero();
            assertThat(first.err()).containsPattern("logs +1 ");
        }
        notFinished("state");
        Path other = Files.writeString(folder.resolve("other.log"), "{}\n");
        try (Program second = Program.start(folder, List.of("bash", "-c", redirected + other))) {
            // The state belongs to the file, not to the descriptor.
            assertThat(second.exitCode()).as(second.err()).isEqualTo(3);
            assertThat(second.err()).contains("error[other-source]", "in.log, now it reads file ", "other.log");
        }
    }

    @Test
    void check_refuses_outputs_that_would_write_one_file() throws Exception {
        Files.createDirectories(folder.resolve("rows"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("rows"));
        for (String same :
                List.of("rows", "./rows", "x/../rows", "link", "rows/traffic.ndjson", "rows/{name}.ndjson")) {
            Path file = Files.writeString(
                    folder.resolve("world.yaml"),
                    PIPELINE + "  a: {ndjson: {path: rows}, from: [traffic]}\n  b: {ndjson: {path: \"" + same
                            + "\"}, from: [traffic]}\n");
            for (String command : List.of("check", "run")) {
                InProcess.Outcome told = InProcess.run(command, file.toString());
                assertThat(told.exit()).as(same).isEqualTo(1);
                assertThat(told.err()).contains("error[same-file]", "output a writes");
            }
        }
        Path file = Files.writeString(
                folder.resolve("world.yaml"),
                PIPELINE + "  a: {ndjson: {path: rows}, from: [traffic]}\n  b: {ndjson: {path: rows}, from: [logs]}\n");
        InProcess.Outcome fine = InProcess.run("check", file.toString());
        assertThat(fine.exit()).as(fine.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void results_belong_to_one_process_at_a_time(String engine) throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE);
        Path one = lines("one.log", 0, 3);
        Path longer = Files.createDirectories(folder.resolve("b"));
        try (Program first = Program.start(
                folder, "run", file.toString(), "--results", "results", "--state", "s1", "--input", "logs=" + one)) {
            first.waitUntil("it writes", () -> Files.exists(folder.resolve("results/.owner")));
            Program second = Program.run(
                    longer,
                    "run",
                    file.toString(),
                    "--engine",
                    engine,
                    "--until-end",
                    "--results",
                    folder.resolve("results").toString(),
                    "--input",
                    "logs=" + one);
            assertThat(second.exitCode()).as(second.err()).isEqualTo(3);
            assertThat(second.err()).contains("error[results-in-use]", "process ");
            first.terminate();
            assertThat(first.exitCode()).as(first.err()).isZero();
        }
    }

    @Test
    void an_older_copy_of_the_state_or_of_the_results_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE);
        Path one = lines("one.log", 0, 3);
        stopped("embedded", 3, file, "state", "--input", "logs=" + one);
        copy("state", "old-state");
        copy("results", "old-results");
        Files.writeString(one, text(3, 9), java.nio.file.StandardOpenOption.APPEND);
        stopped("embedded", 9, file, "state", "--input", "logs=" + one);
        copy("results", "new-results");
        copy("state", "new-state");

        replace("state", "old-state");
        refused("embedded", file, "error[state-behind-results]", one);
        replace("state", "new-state");
        replace("results", "old-results");
        refused("embedded", file, "error[results-behind-state]", one);
        replace("results", "new-results");
        stopped("embedded", 9, file, "state", "--input", "logs=" + one);
    }

    @Test
    void an_older_checkpoint_under_newer_results_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE);
        Path one = lines("one.log", 0, 3);
        stopped("spark", 3, file, "state", "--input", "logs=" + one);
        // As it was after the first batch.
        Path spark = folder.resolve("state/world/spark");
        for (String newer : List.of("batches/1", "query/offsets/1", "query/commits/1", "marks")) {
            delete(spark.resolve(newer));
        }
        refused("spark", file, "error[state-behind-results]", one);
    }

    /** The state is kept by an engine that was cut off or stopped; with Spark, inputs that end are not yet finished then. */
    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void a_changed_bit_in_any_file_is_told_or_changes_nothing(String engine) throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE);
        Path one = lines("one.log", 0, 5);
        stopped(engine, 5, file, "state", "--input", "logs=" + one);
        List<Path> files = new ArrayList<>();
        for (String part : List.of("state", "results")) {
            try (Stream<Path> all = Files.walk(folder.resolve(part))) {
                all.filter(Files::isRegularFile)
                        .filter(path -> path.toFile().length() > 0)
                        .filter(path -> !List.of("owner", ".owner", "LOG", "LOCK", "ledger.json")
                                .contains(path.getFileName().toString()))
                        .forEach(files::add);
            }
        }
        files = oneOfEachKind(files);
        copy("state", "good-state");
        copy("results", "good-results");
        String good = end(engine, file, one);
        assertThat(good.lines()).hasSize(5);
        int told = 0;
        for (Path damaged : files) {
            replace("state", "good-state");
            replace("results", "good-results");
            byte[] bytes = Files.readAllBytes(damaged);
            bytes[bytes.length / 2] ^= 1;
            Files.write(damaged, bytes);
            Program run =
                    Program.run(folder, arguments(engine, file, "state", "--until-end", "--input", "logs=" + one));
            if (run.exitCode() != 0) {
                assertThat(run.exitCode()).isEqualTo(3);
                assertThat(run.err()).as(damaged.toString()).contains("error[", "fix:");
                told++;
            } else {
                assertThat(rows()).as(damaged.toString()).isEqualTo(good);
            }
        }
        assertThat(told).isGreaterThanOrEqualTo(3);
    }

    @Test
    void a_checkpoint_whose_first_batch_was_being_written_down_is_begun_again() throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE);
        Path one = lines("one.log", 0, 3);
        String good = end("spark", file, one);
        copy("state", "whole");
        byte[] offsets = Files.readAllBytes(folder.resolve("whole/world/spark/query/offsets/0"));
        for (int left : List.of(0, 100, offsets.length - 20)) {
            for (String name : left == 0 ? List.of(".0.5d3c-temp.tmp", "0") : List.of("0")) {
                replace("state", "whole");
                Path spark = folder.resolve("state/world/spark");
                for (String gone :
                        List.of("finished", "batches", "marks", "query/offsets", "query/commits", "query/state")) {
                    delete(spark.resolve(gone));
                }
                delete(folder.resolve("results"));
                Files.createDirectories(spark.resolve("query/offsets"));
                Files.write(spark.resolve("query/offsets").resolve(name), Arrays.copyOf(offsets, left));
                assertThat(end("spark", file, one))
                        .as("%d bytes of %s", left, name)
                        .isEqualTo(good);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void a_flood_of_keys_is_told_and_costs_neither_the_process_nor_a_record(String engine) throws Exception {
        Path file = Files.writeString(folder.resolve("world.yaml"), PIPELINE + "limits: {state: 2 MiB}\n");
        int keys = 150_000;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            all.append("{\"ts\":\"2026-01-01T00:00:00Z\",\"url\":\"/page/")
                    .append(i)
                    .append("\"}\n");
        }
        Path one = Files.writeString(folder.resolve("keys.log"), all);
        Program run = Program.run(folder, arguments(engine, file, "state", "--until-end", "--input", "logs=" + one));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("the state is at its limit of 2 MiB");
        assertThat(run.rows("traffic")).hasSizeLessThan(20_000);
        assertThat(run.rows("traffic").stream()
                        .mapToLong(row -> row.get("n").asLong())
                        .sum())
                .isEqualTo(keys);
        assertThat(run.ledger("logs").get("notes").toString()).contains("overflow:traffic");
    }

    /** Files of several shards or batches are alike. */
    private static List<Path> oneOfEachKind(List<Path> files) {
        Map<String, Path> kinds = new LinkedHashMap<>();
        files.forEach(file -> kinds.put(file.toString().replaceAll("[0-9a-f]{8}-[-0-9a-f]{27}|\\d+", "N"), file));
        return List.copyOf(kinds.values());
    }

    private String end(String engine, Path file, Path input) throws Exception {
        Program run = Program.run(folder, arguments(engine, file, "state", "--until-end", "--input", "logs=" + input));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return rows();
    }

    private void refused(String engine, Path file, String code, Path input) throws Exception {
        Program run = Program.run(folder, arguments(engine, file, "state", "--input", "logs=" + input));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains(code, "fix:");
    }

    private String rows() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("results/traffic.ndjson")));
        lines.sort(Comparator.naturalOrder());
        return String.join("\n", lines);
    }

    /** Runs until it has read everything, and stops it; says what it told. */
    private String stopped(String engine, int records, Path file, String state, String... more) throws Exception {
        try (Program run = Program.start(folder, arguments(engine, file, state, more))) {
            if (engine.equals("embedded")) {
                run.waitUntil("it has read all", () -> run.err().contains(records + " events"));
                run.terminate();
            }
            assertThat(run.exitCode()).as(run.err()).isZero();
            notFinished(state);
            return run.err() + run.out();
        }
    }

    /** Spark does not follow files: as if it had been cut off just before it was marked as finished. */
    private void notFinished(String state) throws IOException {
        Files.deleteIfExists(folder.resolve(state).resolve("world/spark/finished"));
    }

    private static String[] arguments(String engine, Path file, String state, String... more) {
        List<String> all = new ArrayList<>(
                List.of("run", file.toString(), "--engine", engine, "--results", "results", "--state", state));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Path lines(String name, int from, int to) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text(from, to));
    }

    /** A record a minute. */
    private static String text(int from, int to) {
        StringBuilder all = new StringBuilder();
        for (int minute = from; minute < to; minute++) {
            all.append("{\"ts\":\"2026-01-01T00:%02d:00Z\",\"url\":\"/%d\"}\n".formatted(minute, minute));
        }
        return all.toString();
    }

    private void replace(String place, String by) throws IOException {
        delete(folder.resolve(place));
        copy(by, place);
    }

    private void copy(String from, String to) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(from))) {
            for (Path file : files.toList()) {
                Path target = folder.resolve(to)
                        .resolve(folder.resolve(from).relativize(file).toString());
                Files.copy(file, target);
            }
        }
    }

    private static void delete(Path top) throws IOException {
        if (Files.exists(top)) {
            try (Stream<Path> files = Files.walk(top)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
