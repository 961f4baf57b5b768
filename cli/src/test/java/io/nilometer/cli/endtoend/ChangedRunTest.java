package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A pipeline is changed between two runs on one state, as its user sees it. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class ChangedRunTest {

    private static final String PIPELINE = """
            name: changing
            streams:
              STREAM:
                source: {file: {path: requests.ndjson, follow: true}}
                format: json
                schema: {at: timestamp, status: int}
                time: {field: at, lateness: LATENESS}
            metrics:
              rate:
                window: 1m
                select:
                  requests: count(*)
            """;
    private static final String ERRORS = "      errors: count_if(status >= 500)\n";

    @TempDir
    private Path folder;

    @Test
    void a_column_that_is_added_marks_the_open_window_and_neither_renaming_nor_lateness_gives_a_window_out_again()
            throws Exception {
        Path input = Files.writeString(
                folder.resolve("requests.ndjson"), requests("10:00:10", 2) + requests("10:01:20", 100));
        Path file = Files.writeString(folder.resolve("changing.yaml"), pipeline("logs", "10s"));
        String[] arguments = {"run", file.toString(), "--state", "state", "--results", "results"};
        try (Program run = Program.start(folder, arguments)) {
            run.waitUntil("it commits", () -> Files.exists(folder.resolve("results/rate.ndjson")));
            run.terminate();
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        Files.writeString(file, pipeline("lines", "5m") + ERRORS);
        Files.writeString(
                input,
                requests("10:01:40", 20) + requests("10:00:20", 1) + requests("10:02:30", 5),
                StandardOpenOption.APPEND);
        String[] toTheEnd = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        toTheEnd[arguments.length] = "--until-end";

        Program second = Program.run(folder, toTheEnd);

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err())
                .contains("stream lines goes on where logs was")
                .contains("rate goes on with what has been counted, but not all")
                .contains("begin before 2026-01-01T10:01:20.000001Z are marked partial");
        assertThat(second.rows("rate").stream().map(ChangedRunTest::text))
                .containsExactly("10:00 2 null null", "10:01 120 20 true", "10:02 5 5 null");
        assertThat(second.ledger("lines").get("late").asInt()).isEqualTo(1);
        assertThat(second.ledger("lines").get("read").asInt()).isEqualTo(128);
    }

    private static String text(JsonNode row) {
        return String.join(
                " ",
                List.of(
                        row.get("window_start").asText().substring(11, 16),
                        String.valueOf(row.get("requests")),
                        String.valueOf(row.get("errors")),
                        String.valueOf(row.get("partial"))));
    }

    private static String pipeline(String stream, String lateness) {
        return PIPELINE.replace("STREAM", stream).replace("LATENESS", lateness);
    }

    private static String requests(String time, int count) {
        return ("{\"at\":\"2026-01-01T" + time + "Z\",\"status\":500}\n").repeat(count);
    }
}
