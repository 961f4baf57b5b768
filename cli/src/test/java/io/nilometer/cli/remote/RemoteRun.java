package io.nilometer.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nilometer.cli.InProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs of one pipeline that counts the lines of files. */
final class RemoteRun {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String settings;

    /** @param settings of Spark, in YAML */
    RemoteRun(Path folder, String settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** A line for each minute. */
    static String lines(String host, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("{\"at\":\"%s\",\"host\":\"%s\",\"n\":%d}\n".formatted(START.plusSeconds(60L * i), host, i));
        }
        return text.toString();
    }

    /** @param source options of the file source, in YAML */
    Path pipeline(String source) throws IOException {
        return Files.writeString(folder.resolve("remote.yaml"), """
                name: remote
                spark: {%s}
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
                """.formatted(settings, source));
    }

    InProcess.Outcome run(Path pipeline, String results, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run", pipeline.toString(), "--results", folder.resolve(results).toString()));
        arguments.addAll(List.of(more));
        return InProcess.run(arguments.toArray(String[]::new));
    }

    /** The rows of the metric after a run to the end of the files, sorted. */
    List<String> rows(Path pipeline, String results, int records, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--until-end"));
        arguments.addAll(List.of(more));
        InProcess.Outcome outcome = run(pipeline, results, arguments.toArray(String[]::new));
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(count(results, "used")).isEqualTo(records);
        assertThat(count(results, "late")).isZero();
        return Files.readAllLines(folder.resolve(results).resolve("c.ndjson")).stream()
                .sorted()
                .toList();
    }

    /**
     * Runs for a while on a state that is kept.
     *
     * @return how many records have been used so far, none late, and what was told
     */
    Live live(Path pipeline, String time) throws IOException {
        InProcess.Outcome outcome = run(
                pipeline,
                "live",
                "--engine",
                "spark",
                "--for",
                time,
                "--state",
                folder.resolve("state").toString());
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(count("live", "late")).isZero();
        return new Live(count("live", "used"), outcome.err());
    }

    /** What a run on a kept state left. */
    record Live(int used, String told) {}

    int count(String results, String what) throws IOException {
        JsonNode ledger =
                JSON.readTree(folder.resolve(results).resolve("ledger.json").toFile());
        return ledger.get("s").get(what).asInt();
    }
}
