package io.nilometer.embedded.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.program.Program;
import io.nilometer.embedded.RandomCuts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A record can never stop a pipeline, spoil its neighbours or get lost. */
class HostileRecordsTest {

    private static final String COUNTED =
            "metrics:\n  counted:\n    window: 1m\n    select: {events: count(*), total: sum(n)}\n";

    @Test
    void hostile_records_are_rejected_for_the_right_reason_and_their_neighbours_are_on_time() {
        Program program = Pipelines.compile(Pipelines.head("1s") + COUNTED);
        for (int seed = 0; seed < 5; seed++) {
            List<RandomCuts.Record> records = new ArrayList<>();
            Map<String, Long> reasons = new TreeMap<>();
            long good = 0;
            for (Hostile hostile : hostiles()) {
                records.add(record(good++));
                records.add(new RandomCuts.Record("p0", hostile.bytes));
                reasons.merge(hostile.reason, 1L, Long::sum);
            }
            records.add(record(good++));
            RandomCuts.Outcome outcome = RandomCuts.run(program, records, new Random(seed));
            Map<String, Object> ledger = outcome.ledger().stream("events").toMap();
            assertThat(ledger.get("reasons")).as("seed %d", seed).isEqualTo(reasons);
            assertThat(ledger).as("seed %d", seed).containsEntry("used", good).containsEntry("late", 0L);
            assertThat(outcome.ledger().stream("events").balances()).isTrue();
            assertThat(rows(outcome, "rejected"))
                    .as("seed %d", seed)
                    .hasSize(hostiles().size());
            long events = rows(outcome, "counted").stream()
                    .mapToLong(row -> (long) row.get(2))
                    .sum();
            assertThat(events).as("seed %d", seed).isEqualTo(good);
        }
    }

    @Test
    void odd_values_are_null_or_harmless_and_never_reject_their_record() {
        Program program = Pipelines.compile(Pipelines.head("1s") + COUNTED);
        List<RandomCuts.Record> records = new ArrayList<>();
        for (String odd : List.of(
                "\"d\":1e400",
                "\"d\":\"NaN\"",
                "\"i\":99999999999999999999",
                "\"a\":{\"x\":1}",
                "\"b\":\"maybe\"",
                fields(10_000))) {
            records.add(new RandomCuts.Record("p0", utf8("{\"n\":1,\"ts\":\"2026-01-01T00:00:00Z\"," + odd + "}")));
        }
        Map<String, Object> ledger = RandomCuts.run(program, records, new Random(1)).ledger().stream("events")
                .toMap();
        assertThat(ledger).containsEntry("used", (long) records.size()).containsEntry("rejected", 0L);
    }

    private record Hostile(byte[] bytes, String reason) {}

    private static List<Hostile> hostiles() {
        byte[] long10 = new byte[10 << 20];
        Arrays.fill(long10, (byte) 'x');
        return List.of(
                new Hostile(new byte[0], "empty"),
                new Hostile(long10, "too_long"),
                new Hostile(new byte[] {'{', '"', (byte) 0xff, (byte) 0xc0, '"', ':', '1', '}'}, "missing_time"),
                new Hostile(utf8("{\"ts\":0,\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"), "too_deep"),
                new Hostile(utf8("{\"ts\":\"2026-01-01T00:00:00Z\",\"d\":NaN}"), "not_json"),
                new Hostile(utf8("{\"ts\":1.67e12345}"), "bad_time"),
                new Hostile(utf8("{\"ts\":1673000000000000000000}"), "bad_time"),
                new Hostile(utf8("{\"ts\":\"+55000-01-01T00:00:00Z\"}"), "bad_time"),
                new Hostile(utf8("{\"ts\":\"55000-01-01T00:00:00Z\"}"), "bad_time"),
                new Hostile(utf8("{\"ts\":-1}"), "bad_time"),
                new Hostile(utf8("{\"n\":1}"), "missing_time"),
                new Hostile(utf8("{\"ts\":null}"), "missing_time"),
                new Hostile(utf8("[1]"), "not_an_object"),
                new Hostile(utf8("{\"n\":1"), "not_json"));
    }

    @Test
    void the_year_55000_in_a_unit_that_was_said_is_no_time() {
        for (Map.Entry<String, String> unit :
                Map.of("s", "1673481600000", "ms", "1673481600000000").entrySet()) {
            String yaml =
                    (Pipelines.head("1s") + COUNTED).replace("{field: ts,", "{field: n, unit: " + unit.getKey() + ",");
            List<RandomCuts.Record> records = List.of(
                    new RandomCuts.Record("p0", utf8("{\"n\":" + unit.getValue() + "}")),
                    new RandomCuts.Record("p0", utf8("{\"n\":1767225600}")),
                    new RandomCuts.Record("p0", utf8("{\"n\":1767225601}")));
            Map<String, Object> ledger =
                    RandomCuts.run(Pipelines.compile(yaml), records, new Random(1)).ledger().stream("events")
                            .toMap();
            assertThat(ledger).as(unit.getKey()).containsEntry("used", 2L).containsEntry("late", 0L);
            assertThat(ledger).as(unit.getKey()).containsEntry("reasons", new TreeMap<>(Map.of("bad_time", 1L)));
        }
    }

    private static RandomCuts.Record record(long n) {
        return new RandomCuts.Record("p0", utf8("{\"n\":" + n + ",\"ts\":\"2026-01-01T00:00:00Z\"}"));
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder("\"f\":0");
        for (int i = 0; i < count; i++) {
            fields.append(",\"f").append(i).append("\":").append(i);
        }
        return fields.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Row> rows(RandomCuts.Outcome outcome, String relation) {
        return outcome.rows().stream()
                .filter(some -> some.relation().name().equals(relation))
                .map(Sink.Rows::rows)
                .flatMap(List::stream)
                .filter(Row::last)
                .toList();
    }
}
