package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nilometer.cli.InProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many files of the same hours, run from a folder to the results: nothing is late, whatever is read first. */
@Timeout(300)
class ManyFilesRunTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path pipeline(String source, int openFiles) throws IOException {
        return Files.writeString(folder.resolve("many.yaml"), """
                name: many
                streams:
                  s:
                    source: {file: %s}
                    format: json
                    schema: {at: timestamp, host: string, n: bigint}
                    time: {field: at, lateness: 0s}
                metrics:
                  c:
                    from: s
                    window: 10m
                    select: {events: count(*), first_host: first(host), last_host: last(host), total: sum(n)}
                limits: {open_files: %d}
                """.formatted(source, openFiles));
    }

    private static String lines(String host, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("{\"at\":\"%s\",\"host\":\"%s\",\"n\":%d}\n".formatted(START.plusSeconds(60L * i), host, i));
        }
        return text.toString();
    }

    private Path in(String name) throws IOException {
        return Files.createDirectories(folder.resolve("in")).resolve(name);
    }

    private void rotated(String host, int each) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(in(host + ".log.2.gz")))) {
            out.write(lines(host, 0, each).getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(in(host + ".log.1"), lines(host, each, 2 * each));
        Files.writeString(in(host + ".log"), lines(host, 2 * each, 3 * each));
    }

    /** The rows of the metric, sorted. */
    private List<String> run(Path pipeline, int records, String... engine) throws IOException {
        Path results = folder.resolve("results" + String.join("", engine));
        List<String> arguments =
                new ArrayList<>(List.of("run", pipeline.toString(), "--until-end", "--results", results.toString()));
        arguments.addAll(List.of(engine));
        InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        JsonNode ledger = JSON.readTree(results.resolve("ledger.json").toFile()).get("s");
        assertThat(ledger.get("used").asInt()).as("%s", ledger).isEqualTo(records);
        assertThat(ledger.get("late").asInt()).isZero();
        return Files.readAllLines(results.resolve("c.ndjson")).stream().sorted().toList();
    }

    private void onBothEngines(Path pipeline, int records, int rows) throws IOException {
        List<String> embedded = run(pipeline, records);
        assertThat(embedded).hasSize(rows);
        assertThat(run(pipeline, records, "--engine", "spark")).isEqualTo(embedded);
    }

    @Test
    void two_hosts_with_three_rotations_give_the_same_rows_on_both_engines() throws IOException {
        rotated("web-1", 200);
        rotated("web-2", 200);
        onBothEngines(pipeline("{path: in/*.log*}", 256), 1_200, 60);
    }

    @Test
    void three_hundred_hosts_of_one_day_are_read_with_sixteen_open_files() throws IOException {
        for (int host = 0; host < 300; host++) {
            if (host % 2 == 0) {
                Files.writeString(in("host-%03d.log".formatted(host)), lines("h" + host, 0, 144));
            } else {
                rotated("host-%03d".formatted(host), 48);
            }
        }
        onBothEngines(pipeline("{path: in, max_files: 100}", 16), 300 * 144, 15);
    }

    @Test
    void one_huge_file_and_many_small_ones_of_other_hours_come_out_right() throws IOException {
        Files.writeString(in("huge.log"), lines("huge", 0, 20_000));
        for (int i = 0; i < 600; i++) {
            Files.writeString(
                    in("part-%05d".formatted(i)), lines("small", (i * 7919) % 20_000, (i * 7919) % 20_000 + 5));
        }
        onBothEngines(pipeline("{path: in}", 16), 23_000, 2_000);
    }

    @Test
    void followed_hosts_that_rotate_go_on_in_their_partition_over_a_restart() throws IOException {
        Path pipeline = pipeline("{path: in/*.log*, follow: true}", 2);
        for (String host : List.of("web-1", "web-2", "web-3")) {
            Files.writeString(in(host + ".log"), lines(host, 0, 300));
        }
        assertThat(live(pipeline)).isEqualTo(900);
        for (String host : List.of("web-1", "web-2", "web-3")) {
            Files.writeString(in(host + ".log"), lines(host, 300, 310), StandardOpenOption.APPEND);
            Files.move(in(host + ".log"), in(host + ".log.1"));
            Files.writeString(in(host + ".log"), lines(host, 310, 600));
        }
        assertThat(live(pipeline)).isEqualTo(1_800);
    }

    /** How many records have been used so far, none late. */
    private int live(Path pipeline) throws IOException {
        Path results = folder.resolve("live");
        InProcess.Outcome outcome = InProcess.run(
                "run",
                pipeline.toString(),
                "--for",
                "5s",
                "--state",
                folder.resolve("state").toString(),
                "--results",
                results.toString());
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        JsonNode ledger = JSON.readTree(results.resolve("ledger.json").toFile()).get("s");
        assertThat(ledger.get("late").asInt()).as("%s", ledger).isZero();
        return ledger.get("used").asInt();
    }
}
