package io.nilometer.embedded.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.program.Program;
import io.nilometer.embedded.RandomCuts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * An expression that fails counts against the metrics that need it, whatever the cuts, threads, shards and restarts: random
 * sets of metrics over random records give what a plain reference gives, metric by metric and record by record.
 */
class FailingExpressionsTest {

    private static final int ROUNDS = 12;

    /** Fails when i is 0; null when it is neither 1, 2, -1 nor -2. */
    private static final String RISKY = "element_at(array('x', 'y'), i)";

    private static final String STREAMS = """
            name: failing
            streams:
              events:
                source: {handed: {}}
                format: json
                schema: {ts: timestamp, i: int, w: boolean, js: array<int>}
                time: {field: ts, lateness: 1d}
              derived: {from: events, steps: [derive: {k: "%1$s"}]}
              filtered: {from: events, steps: [where: w, derive: {k: "%1$s"}]}
              parts: {from: events, steps: [explode: {j: js}]}
              labels: {from: parts, steps: [derive: {k: "element_at(array('x', 'y'), j)"}]}
              twice: {from: [derived, parts]}
            metrics:
            """.formatted(RISKY);

    /** @param i of the record, and so on */
    private record Event(int i, boolean w, List<Integer> js) {
        byte[] json(int n) {
            return ("{\"ts\":\"2026-01-01T00:00:" + String.format("%02d", n % 60) + "Z\",\"i\":" + i + ",\"w\":" + w
                            + ",\"js\":" + js + "}")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** What a metric makes of a record: nothing, a failure, or so much for some keys. */
    private sealed interface Effect {}

    private record Unwanted() implements Effect {}

    private record Failed() implements Effect {}

    private record Counted(Map<String, Long> byKey) implements Effect {}

    private record Kind(String yaml, Function<Event, Effect> effect) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("window: 1h, select: {n: count(*)}", event -> counted("", 1)),
            new Kind(
                    "by: {k: \"" + RISKY + "\"}, window: 1h, select: {n: count(*)}",
                    event -> event.i == 0 ? new Failed() : counted(label(event.i), 1)),
            new Kind(
                    "where: \"" + RISKY + " = 'x'\", window: 1h, select: {n: count(*)}",
                    event ->
                            event.i == 0 ? new Failed() : label(event.i).equals("x") ? counted("", 1) : new Unwanted()),
            new Kind(
                    "window: 1h, select: {n: \"count(" + RISKY + ")\"}",
                    event -> event.i == 0
                            ? new Failed()
                            : counted("", label(event.i).isEmpty() ? 0 : 1)),
            new Kind(
                    "window: 1h, select: {n: \"count(*) filter (where " + RISKY + " = 'x')\"}",
                    event -> event.i == 0
                            ? new Failed()
                            : counted("", label(event.i).equals("x") ? 1 : 0)),
            new Kind(
                    "where: w, window: 1h, select: {n: \"count(" + RISKY + ")\"}",
                    event -> !event.w
                            ? new Unwanted()
                            : event.i == 0
                                    ? new Failed()
                                    : counted("", label(event.i).isEmpty() ? 0 : 1)),
            new Kind(
                    "window: 1h, select: {n: \"count(" + RISKY + ") filter (where w)\"}",
                    event -> event.w && event.i == 0
                            ? new Failed()
                            : counted("", event.w && !label(event.i).isEmpty() ? 1 : 0)),
            new Kind(
                    "from: derived, by: k, window: 1h, select: {n: count(*)}",
                    event -> event.i == 0 ? new Failed() : counted(label(event.i), 1)),
            new Kind(
                    "from: filtered, by: k, window: 1h, select: {n: count(*)}",
                    event -> !event.w ? new Unwanted() : event.i == 0 ? new Failed() : counted(label(event.i), 1)),
            new Kind(
                    "from: parts, window: 1h, select: {n: count(*)}",
                    event -> event.js.isEmpty() ? new Unwanted() : counted("", event.js.size())),
            new Kind(
                    "from: parts, by: {k: \"element_at(array('x', 'y'), j)\"}, window: 1h, select: {n: count(*)}",
                    FailingExpressionsTest::labels),
            new Kind("from: labels, by: k, window: 1h, select: {n: count(*)}", FailingExpressionsTest::labels),
            new Kind(
                    "from: twice, window: 1h, select: {n: count(*)}",
                    event -> event.i == 0 ? new Failed() : counted("", 1 + event.js.size())));

    @Test
    void a_metric_leaves_out_the_records_that_its_own_expressions_fail_for_and_the_others_count_them() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 8_000 + round;
            Random random = new Random(seed);
            List<Kind> kinds = kinds(random);
            List<Event> events = events(random);
            String yaml = yaml(kinds);
            Program program = Pipelines.compile(yaml);
            RandomCuts.Outcome outcome = RandomCuts.run(program, records(events, random), random);
            assertThat(rows(outcome)).as("seed %d\n%s", seed, yaml).isEqualTo(expectedRows(kinds, events));
            Map<String, Object> ledger = outcome.ledger().stream("events").toMap();
            Map<String, Object> expected = expectedLedger(kinds, events);
            assertThat(ledger).as("seed %d\n%s", seed, yaml).containsAllEntriesOf(expected);
            assertThat(outcome.ledger().stream("events").balances()).isTrue();
        }
    }

    private static Effect labels(Event event) {
        if (event.js.isEmpty()) {
            return new Unwanted();
        }
        Map<String, Long> counts = new HashMap<>();
        for (int j : event.js) {
            if (j == 0) {
                return new Failed();
            }
            counts.merge(label(j), 1L, Long::sum);
        }
        return new Counted(counts);
    }

    private static Counted counted(String key, long n) {
        return new Counted(Map.of(key, n));
    }

    /** As Spark's element_at; an empty text for null. */
    private static String label(int index) {
        return switch (index) {
            case 1, -2 -> "x";
            case 2, -1 -> "y";
            default -> "";
        };
    }

    private static List<Kind> kinds(Random random) {
        List<Kind> kinds = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            kinds.add(KINDS.get(random.nextInt(KINDS.size())));
        }
        return kinds;
    }

    private static String yaml(List<Kind> kinds) {
        StringBuilder yaml = new StringBuilder(STREAMS);
        for (int i = 0; i < kinds.size(); i++) {
            String yamlOfKind = kinds.get(i).yaml;
            String from = yamlOfKind.startsWith("from:") ? "" : "from: events, ";
            yaml.append("  m")
                    .append(i)
                    .append(": {")
                    .append(from)
                    .append(yamlOfKind)
                    .append("}\n");
        }
        return yaml.toString();
    }

    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        for (int n = 50 + random.nextInt(150); n > 0; n--) {
            List<Integer> js = new ArrayList<>();
            for (int size = random.nextInt(4); size > 0; size--) {
                js.add(random.nextInt(4));
            }
            events.add(new Event(random.nextInt(6) - 2, random.nextBoolean(), js));
        }
        return events;
    }

    private static List<RandomCuts.Record> records(List<Event> events, Random random) {
        List<RandomCuts.Record> records = new ArrayList<>();
        for (Event event : events) {
            records.add(new RandomCuts.Record("p" + random.nextInt(3), event.json(records.size())));
        }
        return records;
    }

    private static Map<String, Long> expectedRows(List<Kind> kinds, List<Event> events) {
        Map<String, Long> rows = new TreeMap<>();
        for (int i = 0; i < kinds.size(); i++) {
            String metric = "m" + i;
            for (Event event : events) {
                if (kinds.get(i).effect.apply(event) instanceof Counted counted) {
                    counted.byKey.forEach((key, n) -> rows.merge(metric + " " + key, n, Long::sum));
                }
            }
        }
        return rows;
    }

    private static Map<String, Object> expectedLedger(List<Kind> kinds, List<Event> events) {
        Map<String, Long> failedFor = new TreeMap<>();
        long rejected = 0;
        for (Event event : events) {
            List<String> failed = new ArrayList<>();
            boolean counted = false;
            for (int i = 0; i < kinds.size(); i++) {
                Effect effect = kinds.get(i).effect.apply(event);
                counted |= effect instanceof Counted;
                if (effect instanceof Failed) {
                    failed.add("m" + i);
                }
            }
            if (!counted && !failed.isEmpty()) {
                rejected++;
            } else {
                failed.forEach(metric -> failedFor.merge(metric, 1L, Long::sum));
            }
        }
        return Map.of(
                "read",
                (long) events.size(),
                "rejected",
                rejected,
                "used",
                events.size() - rejected,
                "failed_for",
                failedFor);
    }

    /** Metric and key, with the count; keys that are null are empty. */
    private static Map<String, Long> rows(RandomCuts.Outcome outcome) {
        Map<String, Long> rows = new TreeMap<>();
        for (Sink.Rows some : outcome.rows()) {
            if (some.relation().kind() == io.nilometer.api.Relation.Kind.METRIC) {
                for (Row row : some.rows()) {
                    int last = row.values().size() - 1;
                    Object key = last == 3 ? row.get(2) : "";
                    rows.merge(
                            some.relation().name() + " " + (key == null ? "" : key), (Long) row.get(last), Long::sum);
                }
            }
        }
        return rows;
    }
}
