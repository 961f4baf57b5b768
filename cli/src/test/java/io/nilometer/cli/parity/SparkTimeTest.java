package io.nilometer.cli.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Row;
import io.nilometer.cli.embedded.EmbeddedHarness;
import io.nilometer.cli.spark.SparkHarness;
import io.nilometer.cli.test.TestHarness;
import io.nilometer.cli.test.TestHarness.Input;
import io.nilometer.cli.test.TestHarness.Outcome;
import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the wall clock decides, with a clock that only the test moves: both engines decide the same. */
@Timeout(400)
class SparkTimeTest {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TEN_SECONDS = """
            name: timed
            streams:
              events:
                source: {file: {path: replaced.ndjson}}
                format: json
                schema: {at: timestamp, k: string}
                time: %s
            metrics:
              counts: {by: k, window: 10s, select: {c: count(*)}}
            """;
    private static final String BY_FIELD = TEN_SECONDS.formatted("{field: at, lateness: 2s, idle_after: 30s}");

    @Test
    void windows_close_without_data_when_all_partitions_are_idle() {
        Outcome outcome = same(BY_FIELD, harness -> {
            harness.feed(Map.of("events", List.of(event(0, 3, "a"), event(1, 4, "b"))));
            harness.pass(Duration.ofSeconds(60));
            harness.feed(Map.of("events", List.of(event(0, 5, "too late: the window is closed"), event(0, 65, "a"))));
        });

        assertThat(rows(outcome)).hasSize(3);
        assertThat(outcome.ledger().get("events")).containsEntry("late", 1L);
        assertThat(outcome.ledger().get("events").get("notes").toString()).contains("idle=2");
    }

    @Test
    void an_idle_partition_holds_nothing_and_starts_at_the_clock_when_it_returns() {
        Outcome outcome = same(BY_FIELD, harness -> {
            harness.feed(Map.of("events", List.of(event(0, 1, "a"), event(1, 1, "b"))));
            harness.pass(Duration.ofSeconds(20));
            harness.feed(Map.of("events", List.of(event(0, 20, "a"))));
            harness.pass(Duration.ofSeconds(12));
            harness.feed(Map.of("events", List.of(event(0, 35, "a"))));
            harness.feed(Map.of("events", List.of(event(1, 12, "too late"), event(1, 36, "b"))));
        });

        assertThat(rows(outcome)).hasSize(5);
        assertThat(outcome.ledger().get("events")).containsEntry("late", 1L);
    }

    @Test
    void a_partition_with_data_holds_the_clock_for_the_others() {
        Outcome outcome = same(BY_FIELD, harness -> {
            harness.feed(Map.of("events", List.of(event(0, 1, "a"), event(1, 1, "b"))));
            harness.feed(Map.of("events", List.of(event(0, 100, "a"))));
            harness.pass(Duration.ofSeconds(5));
            harness.feed(Map.of("events", List.of(event(1, 5, "b"))));
        });

        assertThat(rows(outcome)).hasSize(3);
        assertThat(outcome.ledger().get("events")).containsEntry("late", 0L).doesNotContainKey("notes");
    }

    @Test
    void a_source_that_is_idle_holds_back_nothing_of_another_that_is_read_with_it() {
        String both = """
                name: timed
                streams:
                  old:
                    source: {file: {path: old.ndjson}}
                    format: json
                    schema: {at: timestamp, k: string}
                    time: {field: at, lateness: 2s, max_ahead: 1000d, idle_after: 30s}
                  events:
                    source: {file: {path: new.ndjson}}
                    format: json
                    schema: {at: timestamp, k: string}
                    time: {field: at, lateness: 2s, max_ahead: 1000d, idle_after: 30s}
                  both: {from: [old, events]}
                metrics:
                  counts: {from: both, by: k, window: 10s, select: {c: count(*)}}
                  olds: {from: old, by: k, window: 10s, select: {c: count(*)}}
                """;
        for (boolean newerGoesOn : new boolean[] {false, true}) {
            Outcome outcome = same(both, harness -> {
                harness.feed(Map.of("old", List.of(event(0, -40 * 86_400, "a"))));
                harness.feed(Map.of("events", List.of(event(0, 3, "a"), event(0, 13, "a"))));
                harness.pass(Duration.ofSeconds(40));
                if (newerGoesOn) {
                    harness.feed(Map.of("events", List.of(event(0, 41, "a"))));
                }
                harness.pass(Duration.ofSeconds(1));
                harness.feed(Map.of("old", List.of(event(0, -40 * 86_400 + 1, "late"))));
            });
            assertThat(outcome.ledger().get("old")).containsEntry("late", 1L);
            assertThat(rows(outcome)).extracting(row -> row.get(0)).contains(NOW, NOW.plusSeconds(-40 * 86_400));
        }
    }

    @Test
    void by_arrival_windows_follow_the_wall_clock() {
        Outcome outcome = same(TEN_SECONDS.formatted("arrival"), harness -> {
            harness.feed(Map.of("events", List.of(event(0, 0, "a"), event(1, 0, "a"))));
            harness.pass(Duration.ofSeconds(4));
            harness.feed(Map.of("events", List.of(event(0, 0, "a"))));
            harness.pass(Duration.ofSeconds(30));
            harness.feed(Map.of("events", List.of(event(1, 0, "a"))));
        });

        assertThat(rows(outcome))
                .extracting(row -> Arrays.asList(row.get(0), row.get(3)))
                .containsExactlyInAnyOrder(Arrays.asList(NOW, 3L), Arrays.asList(NOW.plusSeconds(30), 1L));
    }

    private static List<Row> rows(Outcome outcome) {
        return outcome.outputs().get("counts").rows();
    }

    private static Input event(int partition, int second, String key) {
        String text = "{\"at\":\"" + NOW.plusSeconds(second) + "\",\"k\":\"" + key + "\"}";
        return new Input(text.getBytes(StandardCharsets.UTF_8), partition, Optional.empty(), null);
    }

    /** What the script gives on either engine. */
    static Outcome same(String yaml, Consumer<TestHarness> script) {
        Program program = new BothEngines(yaml, new Random(1)).program(2);
        Outcome expected = outcome(program, EmbeddedHarness::open, script);
        Outcome outcome = outcome(program, SparkHarness.on(Components.load(), Optional.of("local[2]")), script);
        assertThat(outcome.ledger()).isEqualTo(expected.ledger());
        expected.outputs().forEach((name, output) -> assertThat(values(outcome, name))
                .as(name)
                .containsExactlyInAnyOrderElementsOf(values(expected, name)));
        return outcome;
    }

    /** Without the number of the batch: one engine takes time in more steps than the other. */
    private static List<List<@Nullable Object>> values(Outcome outcome, String name) {
        return outcome.outputs().get(name).rows().stream().map(Row::values).toList();
    }

    private static Outcome outcome(Program program, TestHarness.Factory factory, Consumer<TestHarness> script) {
        try (TestHarness harness = factory.open(program, Optional.of(NOW))) {
            script.accept(harness);
            return harness.finish();
        }
    }
}
