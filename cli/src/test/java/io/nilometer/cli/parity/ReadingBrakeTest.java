package io.nilometer.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.cli.run.Relations;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.spark.SparkRun;
import io.nilometer.spark.SparkSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Partitions that are far ahead in event time wait for the others on Spark, and nobody waits for ever. */
@Timeout(400)
class ReadingBrakeTest {

    private static final Duration FAR = Duration.ofMinutes(10);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PIPELINE = """
            name: braked
            streams:
              one:
                source: {file: {path: replaced.ndjson}}
                format: json
                schema: {at: timestamp, p: string}
                time: {field: at, lateness: 1m}
              two:
                source: {file: {path: replaced.ndjson}}
                format: json
                schema: {at: timestamp, p: string}
                time: {field: at, lateness: 1m}
              both: {from: [one, two]}
            metrics:
              counts: {from: both, window: 5m, select: {c: count(*)}}
            outputs:
              screen: {console: {}, from: [one, two]}
            """;

    @TempDir
    Path folder;

    /** Per batch, the latest event of a stream and partition. */
    private final Map<Long, Map<String, Instant>> latest = new TreeMap<>();

    private final List<Row> counts = new ArrayList<>();

    @Test
    void two_streams_over_the_same_files_come_to_the_end_and_none_runs_ahead() throws Exception {
        // The same hours, in few records and in many: read by bytes, the one with few would be hours ahead.
        String few = write("few", 20, Duration.ofMinutes(4), 300);
        String many = write("many", 480, Duration.ofSeconds(10), 0);
        Program program = new BothEngines(PIPELINE, new Random(1)).program(2);
        List<Relation> relations = new ArrayList<>(Relations.streams(program));
        relations.add(program.metrics().get(0).relation());
        SparkSettings settings = new SparkSettings(
                CutFiles.components(new Random(7)),
                Map.of("one", List.of(few, many), "two", List.of(many, few)),
                Map.of(),
                List.of(new Subscription("seen", relations, false, Output.Retry.DEFAULT, Seen::new)),
                Optional.empty(),
                false,
                StateOrigin.UNKNOWN,
                false,
                true,
                Optional.of("local[2]"),
                Optional.empty(),
                SparkSettings.WALL_CLOCK,
                ledger -> {},
                notice -> {});
        try (SparkRun run = SparkRun.open(program, settings)) {
            run.begin();
            run.await();
            assertThat(run.status().ledger().get("one"))
                    .containsEntry("read", 500L)
                    .containsEntry("late", 0L);
            assertThat(run.status().ledger().get("two"))
                    .containsEntry("read", 500L)
                    .containsEntry("late", 0L);
        }
        assertThat(counts.stream().mapToLong(row -> (Long) row.get(2)).sum()).isEqualTo(1_000);
        assertThat(latest).hasSizeGreaterThan(3);
        assertThat(readAhead()).isEmpty();
    }

    /** Partitions that were read although they were far ahead of another that had more. */
    private List<String> readAhead() {
        List<String> ahead = new ArrayList<>();
        Map<String, Instant> end = new HashMap<>();
        latest.values().forEach(end::putAll);
        Map<String, Instant> clocks = new HashMap<>();
        for (Map.Entry<Long, Map<String, Instant>> batch : latest.entrySet()) {
            if (clocks.keySet().equals(end.keySet())) {
                Set<Map.Entry<String, Instant>> before = Map.copyOf(clocks).entrySet();
                Optional<Instant> slowest = before.stream()
                        .filter(clock -> clock.getValue().isBefore(end.get(clock.getKey())))
                        .map(Map.Entry::getValue)
                        .min(Instant::compareTo);
                batch.getValue().keySet().stream()
                        .filter(name -> slowest.isPresent()
                                && clocks.get(name).isAfter(slowest.get().plus(FAR)))
                        .forEach(name -> ahead.add("batch " + batch.getKey() + ": " + name + " in " + clocks));
            }
            clocks.putAll(batch.getValue());
        }
        return ahead;
    }

    private String write(String name, int records, Duration step, int padding) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            lines.add("{\"at\":\"" + START.plus(step.multipliedBy(i)) + "\",\"p\":\"" + name + "\"}"
                    + " ".repeat(padding));
        }
        return Files.write(folder.resolve(name + ".ndjson"), lines).toString();
    }

    private final class Seen implements Sink {

        @Override
        public void write(Batch batch) {
            for (Rows rows : batch.outputs()) {
                if (rows.relation().kind() == Relation.Kind.METRIC) {
                    counts.addAll(rows.rows());
                    continue;
                }
                Map<String, Instant> clocks = latest.computeIfAbsent(batch.number(), first -> new HashMap<>());
                for (Row row : rows.rows()) {
                    Instant at = (Instant) row.get(0);
                    clocks.merge(
                            rows.relation().name() + " " + row.get(2),
                            at,
                            (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }

        @Override
        public void close() {}
    }
}
