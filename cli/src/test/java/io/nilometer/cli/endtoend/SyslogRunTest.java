package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class SyslogRunTest {

    private static final Path PAGE = Path.of("../docs/syslog.md");
    private static final String PIPELINE = """
            name: messages
            streams:
              logs:
                source: %s
                format: syslog
                time: {field: timestamp, lateness: 1h}
            metrics:
              per_app: {by: [host, app, severity_name], window: 1d, select: {n: count(*)}}
            """;

    @TempDir
    private Path folder;

    @Test
    void a_run_that_goes_on_with_a_file_of_another_time_keeps_the_year() throws Exception {
        Path log = Files.writeString(
                folder.resolve("messages"), "Dec 31 23:59:58 sw1 a: one\nDec 31 23:59:59 sw1 a: two\n");
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2021-12-31T23:59:59Z")));
        Path file = Files.writeString(
                folder.resolve("p.yaml"),
                PIPELINE.formatted("{file: {path: messages, follow: true}}")
                        + "outputs: {seen: {ndjson: {path: seen.ndjson}, from: [logs]}}\n");
        runUntilSeen(file, 2);

        Files.writeString(
                log, "Jan  1 00:00:00 sw1 a: three\nJan  1 00:00:01 sw1 a: four\n", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-03-01T00:00:00Z")));
        runUntilSeen(file, 4);

        assertThat(Files.readAllLines(folder.resolve("seen.ndjson")))
                .extracting(line -> line.substring(0, line.indexOf("Z\"")))
                .containsExactly(
                        "{\"event_time\":\"2021-12-31T23:59:58",
                        "{\"event_time\":\"2021-12-31T23:59:59",
                        "{\"event_time\":\"2022-01-01T00:00:00",
                        "{\"event_time\":\"2022-01-01T00:00:01");
    }

    /** Runs until so many records were given out, then stops it. */
    private void runUntilSeen(Path file, int records) throws Exception {
        Path seen = folder.resolve("seen.ndjson");
        try (Program run = Program.start(folder, "run", file.toString(), "--state", "state")) {
            run.waitUntil(records + " records are given out", () -> lines(seen) == records);
            run.terminate();
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    private static long lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void frames_with_and_without_a_length_are_read_from_one_connection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Path file = Files.writeString(
                    folder.resolve("p.yaml"),
                    PIPELINE.formatted(
                            "{socket: {connect: \"127.0.0.1:" + server.getLocalPort() + "\", framing: auto}}"));
            try (Program run = Program.start(
                    folder, "run", file.toString(), "--until-end", "--results", "results", "--state", "state")) {
                try (Socket sender = server.accept()) {
                    say(
                            sender,
                            counted("<13>1 2024-05-28T08:12:36Z h1 app - - - two\nlines")
                                    + counted("<12>May 28 08:12:37 2024 h1 app: grüße")
                                    + "<13>2024 May 28 08:12:38 h1 app: a line\n"
                                    + counted("<11>1 2024-05-28T08:12:39Z h1 app - - - last"));
                }
                assertThat(run.exitCode()).as(run.err()).isZero();

                assertThat(run.ledger("logs").get("used").asInt()).as(run.err()).isEqualTo(4);
                assertThat(run.rows("per_app"))
                        .extracting(row -> row.get("app").asText() + " "
                                + row.get("severity_name").asText() + " "
                                + row.get("n").asInt())
                        .containsExactlyInAnyOrder("app notice 2", "app warning 1", "app err 1");
            }
        }
    }

    @Test
    void the_example_on_the_page_gives_what_the_page_says() throws Exception {
        String section = Files.readString(PAGE);
        section = section.substring(section.indexOf("## An example"));
        String pipeline = block(section, "yaml");
        Files.writeString(folder.resolve("switch.log"), block(section, "text"));
        Path file = Files.writeString(folder.resolve("p.yaml"), pipeline);

        Program run = run(file);

        List<JsonNode> rows = run.rows("per_app");
        assertThat(rows)
                .extracting(row -> "| " + text(row, "host") + " | " + text(row, "app") + " | "
                        + text(row, "severity_name") + " | "
                        + row.get("window_start").asText().substring(0, 10) + " | "
                        + row.get("n").asInt() + " |")
                .containsExactlyInAnyOrderElementsOf(
                        Pattern.compile("(?m)^\\| [^|]* \\| [^|]* \\| [^|]* \\| 20[^|]* \\| \\d+ \\|$")
                                .matcher(section)
                                .results()
                                .map(match -> match.group())
                                .toList());
        assertThat(rows).isNotEmpty();
    }

    private Program run(Path file) throws Exception {
        Program run =
                Program.run(folder, "run", file.toString(), "--until-end", "--results", "results", "--state", "state");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static String text(JsonNode row, String column) {
        return row.get(column).isNull() ? "null" : row.get(column).asText();
    }

    private static String block(String page, String language) {
        Matcher block =
                Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(page);
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }

    private static String counted(String message) {
        return message.getBytes(StandardCharsets.UTF_8).length + " " + message;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
