package io.nilometer.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.run.StateOrigin;
import io.nilometer.core.run.TemporaryDirectory;
import io.nilometer.spark.SparkRun;
import io.nilometer.spark.SparkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Spark engine with its source and its clock in the hands of a test: provisional results, and state beyond its limit. */
@Timeout(400)
class HeldRunTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pattern COUNT = Pattern.compile("counts .*, (\\d+)\\]");
    private static final String PIPELINE = """
            name: held
            streams:
              events:
                source: {file: {path: replaced.ndjson}}
                format: json
                schema: {at: timestamp, k: string}
                time: {field: at, lateness: 2s}
            metrics:
              counts: {by: k, window: 10s, update_every: 5s, select: {c: count(*)}}
            """;

    /** Spark may still look after its state there when a run has ended, which would fail a stricter deletion. */
    private final TemporaryDirectory temporary = TemporaryDirectory.create("nilometer-held");

    private final Path folder = temporary.path();

    private final AtomicLong nowMicros = new AtomicLong(CatalystValues.micros(NOW));
    private final HeldSource source = new HeldSource();
    private final Gathered gathered = new Gathered();

    @AfterEach
    void delete() {
        temporary.close();
    }

    @Test
    void provisional_results_come_when_they_are_due_and_once_at_a_stop() throws Exception {
        SparkRun run = begin(PIPELINE, true, false);
        try (run) {
            source.write(List.of(event(1, "a")));
            run.processAllAvailable();
            pass(5, run);
            await(1);
            source.write(List.of(event(2, "a")));
            run.processAllAvailable();
            pass(4, run);
            assertThat(gathered.sorted()).hasSize(1);
            pass(1, run);
            await(2);
            source.write(List.of(event(3, "a")));
            run.processAllAvailable();
            assertThat(gathered.sorted()).hasSize(2);
            run.stop();
            run.await();
        }

        List<String> rows = gathered.sorted();
        assertThat(rows).allMatch(row -> row.startsWith("counts provisional "));
        assertThat(rows.stream().map(row -> row.replaceAll(".* |]", ""))).containsExactly("1", "2", "3");
    }

    @Test
    void keys_without_room_are_counted_together_and_no_record_is_lost_or_counted_twice_over_restarts()
            throws Exception {
        String limited = PIPELINE + "limits: {state: 1KiB}\n";
        long records = 0;
        for (int stop = 0; stop < 3; stop++) {
            SparkRun run = begin(limited, false, true);
            try (run) {
                for (int batch = 0; batch < (stop == 0 ? 36 : 4); batch++) {
                    List<String> lines = new ArrayList<>();
                    for (int i = 0; i < 5; i++) {
                        lines.add(event(1, "key-" + stop + "-" + batch + "-" + i));
                    }
                    source.write(lines);
                    records += lines.size();
                    run.processAllAvailable();
                }
                run.stop();
                run.await();
            }
        }
        source.end();
        SparkRun last = begin(limited, false, true);
        try (last) {
            last.await();
        }

        List<String> rows = gathered.sorted();
        assertThat(rows.stream().filter(row -> row.contains("overflow"))).hasSize(1);
        assertThat(rows.stream().mapToLong(HeldRunTest::count).sum()).isEqualTo(records);
        assertThat(last.status().ledger().get("events").get("notes").toString()).contains("overflow:counts");
    }

    private static long count(String row) {
        Matcher matcher = COUNT.matcher(row);
        assertThat(matcher.matches()).as(row).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private SparkRun begin(String yaml, boolean updates, boolean bounded) {
        Program program = new BothEngines(yaml, new Random(1)).program(2);
        SparkSettings settings = new SparkSettings(
                Components.load(),
                Map.of(),
                Map.of("events", source),
                List.of(gathered.of(List.of(program.metrics().get(0).relation()), updates)),
                Optional.of(folder.toUri().toString()),
                false,
                StateOrigin.UNKNOWN,
                false,
                bounded,
                Optional.of("local[2]"),
                Optional.empty(),
                nowMicros::get,
                ledger -> {},
                notice -> {});
        SparkRun run = SparkRun.open(program, settings);
        run.begin();
        return run;
    }

    private void pass(long seconds, SparkRun run) {
        nowMicros.addAndGet(seconds * 1_000_000);
        run.processAllAvailable();
    }

    /** Outputs are written behind the batches. */
    private void await(int rows) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (gathered.sorted().size() < rows && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(gathered.sorted()).hasSize(rows);
    }

    private static String event(int second, String key) {
        return "{\"at\":\"" + NOW.plusSeconds(second) + "\",\"k\":\"" + key + "\"}";
    }
}
