package io.nilometer.cli.parity;

import java.util.ArrayList;
import java.util.List;

/**
 * A change of a pipeline between two runs on one state.
 *
 * @param name and the next: as the documentation has them
 * @param before the first run's pipeline
 * @param after the second run's
 * @param goOn whether the second run has {@code --continue}
 * @param expected rows of the second run, {@code metric window key values [partial]}; or, when it is refused, the code
 * @param late records that the second run finds late
 * @param told what the second run says, in part
 */
record Change(
        String name,
        String outcome,
        String before,
        String after,
        boolean goOn,
        List<String> expected,
        int late,
        List<String> told) {

    static final String PIPELINE = """
            name: changing
            streams:
              logs:
                source: {file: {path: one.ndjson}}
                format: json
                schema: {at: timestamp, sent: timestamp, service: string, status: int, ms: int}
                time: {field: at, lateness: 10s}
                steps:
                  - derive: {failed: status >= 500}
                  - where: ms < 1000
            metrics:
              m:
                from: logs
                by: service
                window: 1m
                select:
                  n: count(*)
                  total: sum(ms)
            """;

    /** What the first run reads. It closes and gives out the minute of 10:00. */
    static final List<String> FIRST =
            List.of(event("10:00:05", 200, 10), event("10:00:30", 500, 20), event("10:01:10", 500, 30));

    /** What the second run reads beside: the second record is late for the minute of 10:00. */
    static final List<String> SECOND =
            List.of(event("10:01:40", 500, 40), event("10:00:50", 200, 50), event("10:02:10", 200, 60));

    /** What an unchanged pipeline gives out in the second run. */
    static final List<String> UNDISTURBED = List.of("m 10:01 a 2 70", "m 10:02 a 1 60");

    private static String event(String time, int status, int ms) {
        return "{\"at\":\"2026-01-01T" + time + "Z\",\"sent\":\"2026-01-01T" + time
                + "Z\",\"service\":\"a\",\"status\":" + status + ",\"ms\":" + ms + "}";
    }

    static Change of(String name, String outcome) {
        return new Change(name, outcome, PIPELINE, PIPELINE, false, UNDISTURBED, 1, List.of());
    }

    /** Changes the pipeline of both runs. */
    Change always(String text, String other) {
        return new Change(
                name, outcome, replaced(before, text, other), replaced(after, text, other), goOn, expected, late, told);
    }

    /** Changes the pipeline of the second run. */
    Change then(String text, String other) {
        return new Change(name, outcome, before, replaced(after, text, other), goOn, expected, late, told);
    }

    Change continued() {
        return new Change(name, outcome, before, after, true, expected, late, told);
    }

    Change gives(String... rows) {
        return new Change(name, outcome, before, after, goOn, List.of(rows), late, told);
    }

    Change late(int records) {
        return new Change(name, outcome, before, after, goOn, expected, records, told);
    }

    Change tells(String part) {
        List<String> more = new ArrayList<>(told);
        more.add(part);
        return new Change(name, outcome, before, after, goOn, expected, late, more);
    }

    boolean isRefused() {
        return outcome.startsWith("refused");
    }

    private static String replaced(String yaml, String text, String other) {
        if (!yaml.contains(text)) {
            throw new IllegalArgumentException("no " + text + " in " + yaml);
        }
        return yaml.replace(text, other);
    }

    @Override
    public String toString() {
        return name;
    }
}
