package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the process shows, on a terminal made by {@code script} and without one. */
@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class TerminalTest {

    private static final String ENTER = "\u001b[?1049h";
    private static final String LEAVE = "\u001b[?1049l";
    private static final String HITS = """
            name: hits
            streams:
              s:
                source: SOURCE
                format: json
                schema: {t: bigint, k: string}
                time: {field: t, lateness: 1s}
            metrics:
              hits: {by: k, window: 1m, select: {n: count(*)}}
            outputs:
              screen: {console: {}, from: hits, results: updates}
            demo:
              s:
                rate: 500
                fields: {t: unix_timestamp(now), k: "concat('k', n % 50)"}
                incidents:
                  - {at: 1s, lasting: 2s, where: k = 'k7', set: {k: "'k0'"}}
            """;

    @TempDir
    private Path folder;

    @Test
    void on_a_terminal_results_are_a_screen_and_its_last_state_stays_when_it_is_left() throws Exception {
        Program run = onTerminal("xterm-256color", "run", pipeline(file()), "--until-end");

        assertThat(run.exitCode()).as(run.out()).isZero();
        String out = run.out();
        assertThat(out).contains(ENTER, LEAVE);
        String afterwards = out.substring(out.lastIndexOf(LEAVE) + LEAVE.length());
        assertThat(plain(afterwards))
                .contains("hits by k, 1m", "many-0", "… and ", "balanced")
                .doesNotContain("\u001b");
        assertThat(out).contains("\\u001b[2J").doesNotContain("\u001b[2Jevil");
        assertThat(run.temporaryFiles()).isEmpty();
    }

    @Test
    void a_demonstration_that_is_stopped_gives_the_terminal_back_and_has_shown_the_incident() throws Exception {
        requireScript();
        try (Program demo = onTerminal("xterm-256color", "demo", pipeline("stdin"), "--for", "8s")) {
            demo.waitUntil("the incident", () -> demo.out().contains("!! INCIDENT: k = 'k7'"));

            assertThat(demo.exitCode()).as(demo.out()).isZero();
            String out = demo.out();
            assertThat(out.lastIndexOf(LEAVE)).isGreaterThan(out.lastIndexOf(ENTER));
            assertThat(plain(out.substring(out.lastIndexOf(LEAVE)))).contains("incident begins", "incident over");
        }
    }

    @Test
    void a_dumb_terminal_gets_plain_rows_without_any_control_sequence() throws Exception {
        Program run = onTerminal("dumb", "run", pipeline(file()), "--until-end");

        assertThat(run.exitCode()).as(run.out()).isZero();
        // What renews the line of progress on standard error is not in question.
        assertThat(run.out()).contains("window_start", "one").doesNotContain(ENTER, "\u001b[1m");
    }

    @Test
    void without_a_terminal_there_are_all_rows_and_nothing_is_cut() throws Exception {
        Program run = Program.run(folder, "run", pipeline(file()), "--until-end");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("x".repeat(300)).doesNotContain("\u001b", "more");
        assertThat(run.out().lines().filter(line -> line.contains("many-"))).hasSize(100);
    }

    @Test
    void a_closed_standard_output_ends_the_run_when_nothing_else_is_delivered() throws Exception {
        Program run = piped("head -1", "run", pipeline("{generate: {rate: 500}}"), "--state", "state");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).endsWith("exit 0\n");
    }

    @Test
    void a_closed_standard_output_leaves_other_outputs_alone() throws Exception {
        String both = pipelineText("{generate: {rate: 500}}")
                .replace("outputs:", "outputs:\n  file: {ndjson: {path: rows}, from: hits, results: updates}");
        Path file = Files.writeString(folder.resolve("both.yaml"), both);

        Program run = piped("head -1", "run", file.toString(), "--state", "state", "--for", "8s");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).endsWith("exit 0\n");
        assertThat(run.err()).containsOnlyOnce("standard output is closed: rows are not shown any more");
        assertThat(Files.size(folder.resolve("rows/hits.ndjson"))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void results_of_another_run_are_found_before_anything_is_read(String engine) throws Exception {
        String pipeline = pipeline(file());
        Files.createDirectories(folder.resolve("results"));
        Files.writeString(folder.resolve("results/hits.ndjson"), "{}\n");

        Program run = Program.run(
                folder, "run", pipeline, "--until-end", "--engine", engine, "--results", "results", "--state", "state");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("error[results-exist]").doesNotContain("events", "balanced");
        assertThat(Files.readString(folder.resolve("results/hits.ndjson"))).isEqualTo("{}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void nothing_of_a_library_is_said(String engine) throws Exception {
        Program run =
                Program.run(folder, "run", pipeline(file()), "--until-end", "--engine", engine, "--results", "results");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(foreign(run.err())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void a_machine_whose_name_has_no_address_is_no_hindrance(String engine) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("unshare", "-u", "sh", "-c", "hostname no-such-host-0 && exec \"$@\"", "sh"));
        assumeTrue(
                new ProcessBuilder("unshare", "-u", "hostname", "no-such-host-0")
                                .start()
                                .waitFor()
                        == 0,
                "needs `unshare` and the right to use it");
        command.addAll(Program.command(
                folder, "", "run", pipeline(file()), "--until-end", "--engine", engine, "--results", "results"));

        Program run = Program.start(folder, command);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(foreign(run.err())).isEmpty();
    }

    @Test
    void a_run_that_goes_on_says_from_where() throws Exception {
        String pipeline = pipeline("stdin");
        Path input = Files.writeString(folder.resolve("in.jsonl"), records());
        String[] arguments = {"run", pipeline, "--input", "s=" + input, "--state", "state"};
        try (Program first = Program.start(folder, arguments)) {
            first.waitUntil("it has read", () -> first.out().contains("many-99"));
            first.terminate();
            assertThat(first.exitCode()).as(first.err()).isZero();
            assertThat(first.err()).doesNotContain("continues");
        }
        try (Program second = Program.start(folder, arguments)) {
            second.waitUntil("it tells", () -> second.err().contains("continues at byte"));
            second.terminate();
            assertThat(second.exitCode()).as(second.err()).isZero();
            assertThat(second.err())
                    .contains("s: continues at byte " + String.format("%,d", Files.size(input)) + " of in.jsonl")
                    .containsPattern(
                            "continues after batch \\d+, committed 20\\d\\d-.*Z, with 104 records read so far");
        }
    }

    @Test
    void a_bounded_run_gives_up_on_a_place_that_nobody_answers_at_after_the_time_it_says() throws Exception {
        String pipeline = pipeline("{socket: {connect: \"localhost:1\", give_up_after: 2s}}");

        Program run = Program.run(folder, "run", pipeline, "--until-end", "--results", "results");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err())
                .contains("s: cannot reach localhost:1", "giving up after 2s", "error[unreachable]", "given up");
    }

    /** Lines that are neither notices nor the account. */
    private static List<String> foreign(String err) {
        return err.lines()
                .filter(line -> !line.isBlank())
                .filter(line -> !line.startsWith("stream  ") && !line.matches("s +[\\d,]+ .* balanced"))
                .filter(line -> !line.matches("[\\d,]+ events, .*"))
                // On a machine that is busy.
                .filter(line -> !line.matches("batch \\d+ of .* took .*, more than .*"))
                .toList();
    }

    private static String records() {
        return Stream.concat(
                        Stream.of("one", "two", "\\u001b[2Jevil", "x".repeat(300)),
                        java.util.stream.IntStream.range(0, 100).mapToObj(i -> "many-" + i))
                .map(key -> "{\"t\": 1767225600, \"k\": \"" + key + "\"}\n")
                .collect(Collectors.joining());
    }

    private String file() throws IOException {
        Path input = Files.writeString(folder.resolve("in.jsonl"), records());
        return "{file: {path: \"" + input + "\", follow: false}}";
    }

    private static String pipelineText(String source) {
        String time = source.contains("generate") ? "arrival" : "{field: t, lateness: 1s}";
        return HITS.replace("SOURCE", source).replace("{field: t, lateness: 1s}", time);
    }

    private String pipeline(String source) throws IOException {
        return Files.writeString(folder.resolve("hits.yaml"), pipelineText(source))
                .toString();
    }

    private static void requireScript() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs `script` of util-linux");
    }

    private Program onTerminal(String type, String... arguments) throws IOException {
        requireScript();
        String command = quoted(Program.command(folder, "in,out,err", arguments));
        return Program.start(
                folder,
                List.of(
                        "env",
                        "-u",
                        "CI",
                        "-u",
                        "LC_ALL",
                        "LANG=C.UTF-8",
                        "NO_COLOR=1",
                        "TERM=" + type,
                        "script",
                        "-qefc",
                        command,
                        "/dev/null"));
    }

    private Program piped(String reader, String... arguments) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash, which tells exit codes within a pipe");
        String command = quoted(Program.command(folder, "", arguments));
        return Program.start(
                folder, List.of("/bin/bash", "-c", command + " | " + reader + "; echo exit ${PIPESTATUS[0]}"));
    }

    private static String quoted(List<String> command) {
        return command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    private static String plain(String text) {
        return text.replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[()][A-Z0-9]|\u001b[>=]", "");
    }
}
