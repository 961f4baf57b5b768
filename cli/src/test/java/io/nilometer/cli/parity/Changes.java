package io.nilometer.cli.parity;

import java.util.List;

/** What can be changed of a pipeline that has state: the table of the documentation, with what comes of each. */
final class Changes {

    private static final String CONTINUES = "continues";
    private static final String PARTIAL = "continues, partial at first";
    private static final String EMPTY = "starts empty, partial at first";
    private static final String REFUSED = "refused";
    private static final String MINUTE = "    window: 1m\n";
    private static final String TOTAL = "      total: sum(ms)\n";
    private static final String ERRORS = "      errors: count_if(failed)\n";
    private static final String DROPPED = "what m has counted is dropped";
    private static final String STARTS_EMPTY =
            "m starts empty: its windows that begin before 2026-01-01T10:01:10.000001Z";
    private static final String TOTAL_BY_NOTHING =
            "metrics:\n  k:\n    from: logs\n    window: 1m\n    select: {n: count(*)}\n";
    private static final String SECOND_STREAM = """
              others:
                source: {file: {path: two.ndjson}}
                format: json
                schema: {at: timestamp, service: string, ms: int}
                time: {field: at, lateness: 10s}
            metrics:
            """;

    private Changes() {}

    static List<Change> all() {
        return List.of(
                Change.of("nothing", CONTINUES),
                Change.of("a column of an aggregate is added", PARTIAL)
                        .then(TOTAL, TOTAL + ERRORS)
                        .gives("m 10:01 a 2 70 1 partial", "m 10:02 a 1 60 0")
                        .tells("m goes on with what has been counted, but not all"),
                Change.of("a column is computed from others", CONTINUES)
                        .then(TOTAL, TOTAL + "      average: total div n\n")
                        .gives("m 10:01 a 2 70 35", "m 10:02 a 1 60 60"),
                Change.of("a column is removed", CONTINUES)
                        .then(TOTAL, "")
                        .gives("m 10:01 a 2", "m 10:02 a 1")
                        .tells("m goes on with what has been counted"),
                Change.of("a column is called otherwise", CONTINUES).then("total:", "sum_ms:"),
                Change.of("a column computes something else", PARTIAL)
                        .then("sum(ms)", "sum(ms * 2)")
                        .gives("m 10:01 a 2 80 partial", "m 10:02 a 1 120"),
                Change.of("a column may fail now for some records", PARTIAL)
                        .then(TOTAL, TOTAL + "      first: sum(element_at(array(ms), 1))\n")
                        .gives("m 10:01 a 2 70 40 partial", "m 10:02 a 1 60 60"),
                Change.of("the type of a field that a column uses", PARTIAL)
                        .then("ms: int", "ms: bigint")
                        .gives("m 10:01 a 2 40 partial", "m 10:02 a 1 60")
                        .always("      - where: ms < 1000\n", ""),
                Change.of("a derived field that a column uses", PARTIAL)
                        .always(TOTAL, TOTAL + ERRORS)
                        .then("status >= 500", "status >= 200")
                        .gives("m 10:01 a 2 70 1 partial", "m 10:02 a 1 60 1"),
                Change.of("a field that no column uses", CONTINUES).then("sent: timestamp, ", ""),
                Change.of("`having`, `top`, `update_every`, outputs", CONTINUES)
                        .then(TOTAL, TOTAL + "    having: n > 1\n")
                        .gives("m 10:01 a 2 70"),
                Change.of("`where` of a metric", EMPTY)
                        .then("    by: service", "    where: status >= 0\n    by: service")
                        .gives("m 10:01 a 1 40 partial", "m 10:02 a 1 60")
                        .tells(STARTS_EMPTY)
                        .tells(DROPPED),
                Change.of("`where` of a stream", EMPTY)
                        .then("ms < 1000", "ms < 55")
                        .gives("m 10:01 a 1 40 partial")
                        .late(1)
                        .tells(DROPPED),
                Change.of("keys", EMPTY)
                        .then("by: service", "by: status")
                        .gives("m 10:01 500 1 40 partial", "m 10:02 200 1 60")
                        .tells(DROPPED),
                Change.of("the size of windows, other slices", EMPTY)
                        .then(MINUTE, "    window: 2m\n")
                        .gives("m 10:00 a 2 90 partial", "m 10:02 a 1 60")
                        .late(0)
                        .tells(DROPPED),
                Change.of("the size of windows, the same slices", PARTIAL)
                        .then(MINUTE, "    window: 2m every 1m\n")
                        .gives("m 10:00 a 2 70 partial", "m 10:01 a 3 130 partial", "m 10:02 a 1 60"),
                Change.of("`keep` of a running metric", EMPTY)
                        .always(MINUTE, "    window: all\n    keep: 24h\n")
                        .then("24h", "48h")
                        .gives("m 10:01 a 2 100 partial")
                        .tells(DROPPED),
                Change.of("a column is added to a running metric", PARTIAL)
                        .always(MINUTE, "    window: all\n    keep: 24h\n")
                        .then(TOTAL, TOTAL + ERRORS)
                        .gives("m 10:00 a 5 160 1 partial"),
                Change.of("wider `lateness`", PARTIAL)
                        .then("lateness: 10s", "lateness: 5m")
                        .gives("m 10:01 a 2 70 partial", "m 10:02 a 1 60"),
                Change.of("narrower `lateness`", CONTINUES)
                        .always("lateness: 10s", "lateness: 1m")
                        .then("lateness: 1m", "lateness: 10s")
                        .gives("m 10:00 a 2 30", "m 10:01 a 2 70", "m 10:02 a 1 60"),
                Change.of("the field that the time comes from, `unit`", EMPTY)
                        .then("field: at", "field: sent")
                        .gives("m 10:01 a 1 40 partial", "m 10:02 a 1 60")
                        .tells(DROPPED),
                Change.of("`timezone`", EMPTY)
                        .then("name: changing\n", "name: changing\ntimezone: Europe/Berlin\n")
                        .gives("m 10:01 a 1 40 partial", "m 10:02 a 1 60")
                        .tells(DROPPED),
                Change.of("`max_ahead`, `idle_after`, `on_bad_field`, `limits`", CONTINUES)
                        .then(
                                "lateness: 10s}",
                                "lateness: 10s, max_ahead: 1h, idle_after: 1m}\n    on_bad_field: reject"),
                Change.of("a metric is added, same keys, windows, filter and aggregates", CONTINUES)
                        .then(
                                "metrics:\n",
                                "metrics:\n  k:\n    from: logs\n    by: service\n    window: 1m\n    select: {n: count(*)}\n")
                        .gives("k 10:01 a 2", "k 10:02 a 1", "m 10:01 a 2 70", "m 10:02 a 1 60"),
                Change.of("a metric is added, otherwise", EMPTY)
                        .then("metrics:\n", TOTAL_BY_NOTHING)
                        .gives("k 10:01 1 partial", "k 10:02 1", "m 10:01 a 2 70", "m 10:02 a 1 60")
                        .tells("k starts empty"),
                Change.of("a metric is called otherwise", CONTINUES)
                        .then("  m:\n", "  k:\n")
                        .gives("k 10:01 a 2 70", "k 10:02 a 1 60"),
                Change.of("a metric is removed", "dropped")
                        .always("metrics:\n", TOTAL_BY_NOTHING)
                        .then(TOTAL_BY_NOTHING, "metrics:\n")
                        .tells("what k has counted is dropped"),
                Change.of("a stream is called otherwise", CONTINUES)
                        .then("logs", "lines")
                        .tells("stream lines goes on where logs was"),
                Change.of("two streams exchange their names", CONTINUES)
                        .always("metrics:\n", SECOND_STREAM)
                        .then("logs", "passing")
                        .then("others", "logs")
                        .then("passing", "others")
                        .tells("stream others goes on where logs was"),
                Change.of("a stream is added", "starts as configured").then("metrics:\n", SECOND_STREAM),
                Change.of("a second stream of the same source is added", "starts as configured")
                        .then("metrics:\n", SECOND_STREAM.replace("two", "one"))
                        .then(
                                "metrics:\n",
                                "metrics:\n  k:\n    from: others\n    window: 1m\n    select: {n: count(*)}\n")
                        .gives("k 10:00 2", "k 10:01 2", "k 10:02 1", "m 10:01 a 2 70", "m 10:02 a 1 60")
                        .late(2),
                Change.of("a stream is removed", "its positions are dropped")
                        .always("metrics:\n", SECOND_STREAM)
                        .then(SECOND_STREAM, "metrics:\n")
                        .tells("stream others is no longer read"),
                Change.of("the source of a stream", REFUSED)
                        .then("one.ndjson", "two.ndjson")
                        .gives("other-source"),
                Change.of("the source of a stream, with `--continue`", CONTINUES)
                        .then("one.ndjson", "three.ndjson")
                        .continued()
                        .tells("stream logs goes on with"),
                Change.of("the pipeline's `name`, on the old folder", REFUSED)
                        .then("name: changing", "name: other")
                        .gives("state-of-another"));
    }
}
