package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What never ends by itself, ended: records by the clock, whole runs by {@code --for}. */
@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class NeverEndingTest {

    private static final int FAILED = 3;

    /** {@code --for}, the grace after it, and the start of a process on a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String PIPELINE = """
            name: endless
            streams:
              words:
                source: %s
                format: stuck
                time: arrival
            metrics:
              counts: {by: value, window: all, keep: 24h, select: {n: count(*)}}
            """;

    @TempDir
    private Path folder;

    @Test
    void a_record_that_never_ends_ends_the_run_and_is_the_only_one_that_the_next_start_rejects() throws Exception {
        endsAndIsRejected("--engine", "embedded");
    }

    @Test
    void so_it_does_on_spark() throws Exception {
        endsAndIsRejected("--engine", "spark", "--master", "local[2]");
    }

    private void endsAndIsRejected(String... engine) throws Exception {
        String[] arguments = run(engine, "--until-end", "--results", "results", "--state", "state");
        try (Program first = start(arguments)) {
            assertThat(first.exitCode()).as(first.err()).isEqualTo(FAILED);
            assertThat(first.err())
                    .contains("error[too-slow]", "record at 8 of ", "words.log", "(stream words)", "start it again");
        }
        try (Program next = start(arguments)) {
            assertThat(next.exitCode()).as(next.err()).isZero();
            JsonNode ledger = next.ledger("words");
            assertThat(ledger.get("used").asLong()).isEqualTo(3);
            assertThat(ledger.get("reasons").toString()).isEqualTo("{\"too_slow\":1}");
            assertThat(next.rows("rejected")).singleElement().satisfies(row -> {
                assertThat(row.get("reason").asText()).isEqualTo("too_slow");
                assertThat(row.get("raw").asText()).isEqualTo("stuck");
                assertThat(row.get("position").asText()).contains("byte 8");
            });
        }
    }

    @Test
    void without_state_the_run_says_that_the_next_start_would_come_to_it_again() throws Exception {
        try (Program run = start(run(new String[0], "--until-end", "--results", "results"))) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(FAILED);
            assertThat(run.err()).contains("error[too-slow]", "record at 8 of ", "would come to it again");
        }
    }

    @Test
    void for_ends_a_run_that_is_stuck_with_a_record() throws Exception {
        endsSoon(run(new String[0], "--for", "1s", "--results", "results"));
    }

    @Test
    void for_ends_a_run_on_spark_that_is_stuck_with_a_record() throws Exception {
        endsSoon(
                run(new String[] {"--engine", "spark", "--master", "local[2]"}, "--for", "5s", "--results", "results"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void what_a_short_run_is_cut_off_at_is_noted_too(String engine) throws Exception {
        String[] chosen = {"--engine", engine};
        try (Program cut =
                start(run(chosen, "--until-end", "--for", "5s", "--results", "results", "--state", "state"))) {
            assertThat(cut.exitCode()).as(cut.err()).isEqualTo(FAILED);
            assertThat(cut.err()).contains("error[stop]", "record at 8 of ", "the next start gets past it");
        }
        try (Program next = start(run(chosen, "--until-end", "--results", "results", "--state", "state"))) {
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThat(next.ledger("words").get("reasons").toString()).isEqualTo("{\"too_slow\":1}");
        }
    }

    @Test
    void a_pipeline_that_was_mended_gets_its_record_after_all() throws Exception {
        String[] arguments = run(new String[0], "--until-end", "--results", "results", "--state", "state");
        try (Program first = start(arguments)) {
            assertThat(first.exitCode()).as(first.err()).isEqualTo(FAILED);
        }
        Files.writeString(
                folder.resolve("endless.yaml"), PIPELINE.formatted("stdin").replace("format: stuck", "format: text"));
        try (Program next = start(arguments)) {
            assertThat(next.exitCode()).as(next.err()).isZero();
            assertThat(next.ledger("words").get("used").asLong()).isEqualTo(4);
        }
    }

    @Test
    void for_ends_a_run_whose_source_hangs() throws Exception {
        Path file = Files.writeString(folder.resolve("hanging.yaml"), PIPELINE.formatted("hanging"));
        endsSoon("run", file.toString(), "--for", "1s", "--results", "results");
    }

    /** Nobody reads the standard output, a pipe that is soon full; the rows are kept for the next start. */
    @Test
    void for_ends_a_run_whose_output_hangs() throws Exception {
        Path words = folder.resolve("many.log");
        Files.write(words, Collections.nCopies(200_000, "a word that is long enough to fill a pipe with it"));
        Path file = Files.writeString(folder.resolve("printing.yaml"), """
                name: printing
                streams:
                  words: {source: stdin, format: text, time: arrival}
                outputs:
                  screen: {console: {format: json}, from: [words]}
                """);
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "mkfifo full && exec 3<>full && exec \"$@\" >&3", "sh"));
        command.addAll(Program.command(
                folder, "", "run", file.toString(), "--input", "words=" + words, "--for", "3s", "--state", "state"));
        long started = System.nanoTime();
        try (Program run = Program.start(folder, command)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(FAILED);
            assertThat(run.err())
                    .containsPattern("error\\[undelivered]: .*output screen has not taken [\\d,]+ rows")
                    .contains("the next run with this state gives them out first");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
    }

    private void endsSoon(String... arguments) throws Exception {
        endsSoon(command(arguments));
    }

    private void endsSoon(List<String> command) throws Exception {
        long started = System.nanoTime();
        try (Program run = Program.start(folder, command)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(FAILED);
            assertThat(run.err()).contains("error[stop]: its time is over", "the last batch that is committed");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
    }

    private String[] run(String[] engine, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("endless.yaml"), PIPELINE.formatted("stdin"));
        Path words = Files.writeString(folder.resolve("words.log"), "one\ntwo\nstuck\none\n");
        List<String> arguments = new ArrayList<>(List.of("run", file.toString(), "--input", "words=" + words));
        arguments.addAll(List.of(engine));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Program start(String... arguments) throws Exception {
        return Program.start(folder, command(arguments));
    }

    /** With components that only these processes have. */
    private List<String> command(String... arguments) throws Exception {
        Path services = Files.createDirectories(folder.resolve("components/META-INF/services"));
        Files.writeString(services.resolve("io.nilometer.api.Format"), StuckFormat.class.getName());
        Files.writeString(services.resolve("io.nilometer.api.SourceFactory"), HangingSource.class.getName());
        List<String> command = new ArrayList<>(Program.command(folder, "", arguments));
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, folder.resolve("components") + File.pathSeparator + command.get(classPath));
        return command;
    }
}
