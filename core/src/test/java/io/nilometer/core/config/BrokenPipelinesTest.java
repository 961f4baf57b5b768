package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Problem;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is wrong is told with code, place and remedy. */
class BrokenPipelinesTest {

    /** @param line within the text; what stands in the rows below is put behind the usual top */
    private record Row(String what, String text, String code, int line, int column, String remedy) {}

    @TestFactory
    java.util.stream.Stream<DynamicTest> of_one_mistake_tells_exactly_this() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.what, () -> {
                    List<Problem> problems = PipelineText.problems(row.text);
                    assertThat(problems).as("%s", problems).hasSize(1);
                    Problem problem = problems.get(0);
                    assertThat(problem.code()).as("%s", problem).isEqualTo(row.code);
                    assertThat(problem.place().line() + ":" + problem.place().column())
                            .as("%s", problem)
                            .isEqualTo(row.line + ":" + row.column);
                    assertThat(problem.remedy()).as("%s", problem).contains(row.remedy);
                    assertThat(problem.place().file()).isEqualTo("p.yaml");
                }));
    }

    private static List<Row> rows() {
        return List.of(
                // the text as a whole
                new Row("an empty file", "", "empty-file", 1, 1, "name, streams"),
                new Row("a file of comments", "# nothing\n", "empty-file", 1, 1, "name, streams"),
                new Row("a list", "- a\n- b\n", "wrong-kind", 1, 1, "a map with name"),
                new Row("a tab", "name: a\nstreams:\n\tlogs: 1\n", "yaml-syntax", 3, 1, "spaces"),
                new Row("a colon in a value", "name: a: b\n", "yaml-syntax", 1, 8, "quote"),
                new Row("an open bracket", "name: [a\nstreams: {}\n", "yaml-syntax", 2, 8, "bracket"),
                new Row("an open quote", "name: 'a\n", "yaml-syntax", 2, 1, "close the quote"),
                new Row("two documents", "name: a\n---\nname: b\n", "several-documents", 2, 1, "one pipeline per file"),
                new Row("an alias of nothing", "name: *a\n", "bad-alias", 1, 7, "quote"),
                new Row("a tag", PipelineText.TOP + "limits: !!python {}\n", "no-tags", 9, 9, "take the tag away"),
                // keys and names
                new Row(
                        "a key that nothing knows",
                        PipelineText.TOP + "metrcs: {}\n",
                        "unknown-key",
                        9,
                        1,
                        "`metrics`"),
                new Row("a key twice", PipelineText.TOP + "name: other\n", "duplicate-key", 9, 1, "keep one"),
                new Row(
                        "no name",
                        PipelineText.TOP.replace("name: sample\n", "timezone: UTC\n"),
                        "missing-key",
                        1,
                        1,
                        "name"),
                new Row(
                        "a name with capitals",
                        PipelineText.TOP.replace("sample", "Sample"),
                        "bad-name",
                        1,
                        1,
                        "log-analysis"),
                new Row("no streams", "name: a\nstreams: {}\n", "no-streams", 2, 1, "add a stream"),
                new Row("empty streams", "name: a\nstreams:\n", "no-streams", 2, 1, "add a stream"),
                new Row(
                        "a stream name with capitals",
                        PipelineText.TOP.replace("logs:", "Logs:"),
                        "bad-name",
                        3,
                        3,
                        "error_rate"),
                new Row(
                        "a reserved name",
                        PipelineText.TOP.replace("logs:", "ledger:"),
                        "reserved-name",
                        3,
                        3,
                        "another"),
                new Row("a time zone", PipelineText.TOP + "timezone: Mars/Base\n", "bad-value", 9, 11, ""),
                // streams
                new Row(
                        "an unknown source",
                        PipelineText.TOP.replace("stdin", "{fiel: {path: x}}"),
                        "unknown-component",
                        4,
                        14,
                        "`file`"),
                new Row(
                        "a source of a later version",
                        PipelineText.TOP.replace("stdin", "{http: {}}"),
                        "not-yet",
                        4,
                        14,
                        "use"),
                new Row(
                        "an unknown option",
                        PipelineText.TOP.replace("stdin", "{file: {path: x, folow: true}}"),
                        "unknown-option",
                        4,
                        30,
                        "`follow`"),
                new Row(
                        "an option of the wrong kind",
                        PipelineText.TOP.replace("stdin", "{file: {path: x, follow: maybe}}"),
                        "bad-value",
                        4,
                        38,
                        ""),
                new Row("a missing option", PipelineText.TOP.replace("stdin", "file"), "missing-option", 4, 13, "path"),
                new Row(
                        "what a component finds",
                        PipelineText.TOP.replace("stdin", "{kafka: {brokers: nowhere}}"),
                        "bad-address",
                        4,
                        14,
                        "host:port"),
                new Row(
                        "no format",
                        PipelineText.TOP.replace("    format: json\n", ""),
                        "missing-key",
                        3,
                        3,
                        "format: json"),
                new Row(
                        "an unknown format",
                        PipelineText.TOP.replace("json", "jsn"),
                        "unknown-component",
                        5,
                        13,
                        "`json`"),
                new Row(
                        "no time",
                        PipelineText.TOP.replace("    time: {field: at}\n", ""),
                        "missing-key",
                        3,
                        3,
                        "arrival"),
                new Row(
                        "a unit",
                        PipelineText.TOP.replace("{field: at}", "{field: at, unit: min}"),
                        "bad-value",
                        7,
                        29,
                        ""),
                new Row(
                        "a lateness",
                        PipelineText.TOP.replace("{field: at}", "{field: at, lateness: 5 minutes}"),
                        "bad-value",
                        7,
                        33,
                        ""),
                new Row(
                        "source and from",
                        PipelineText.TOP.replace("    format", "    from: x\n    format"),
                        "source-or-from",
                        3,
                        3,
                        "out"),
                new Row(
                        "neither source nor from",
                        PipelineText.TOP + "  other: {steps: []}\n",
                        "source-or-from",
                        9,
                        3,
                        "add"),
                new Row(
                        "a format without a source",
                        PipelineText.TOP + "  other: {from: logs, format: json}\n",
                        "only-with-source",
                        9,
                        23,
                        "source"),
                new Row("nothing read", PipelineText.TOP + "  other: {from: []}\n", "empty-list", 9, 17, "name"),
                new Row(
                        "an unknown stream",
                        PipelineText.TOP + "  other: {from: lgos}\n",
                        "unknown-name",
                        9,
                        17,
                        "`logs`"),
                new Row(
                        "a stream that reads itself",
                        PipelineText.TOP + "  other: {from: other}\n",
                        "cycle",
                        9,
                        3,
                        "another"),
                new Row(
                        "late records of a derived stream",
                        PipelineText.TOP + "  a: {from: logs}\n  b: {from: a.late}\n",
                        "only-sources",
                        10,
                        13,
                        "source"),
                new Row(
                        "two steps in one",
                        PipelineText.TOP.replace("[{where: service is not null}]", "[{where: a, derive: {b: c}}]"),
                        "one-step",
                        8,
                        13,
                        "`-`"),
                new Row(
                        "a step of nothing",
                        PipelineText.TOP.replace("[{where: service is not null}]", "[{}]"),
                        "one-step",
                        8,
                        13,
                        "`-`"),
                new Row("an unknown step", PipelineText.TOP.replace("where", "wehre"), "unknown-key", 8, 14, "`where`"),
                new Row(
                        "a cut expression",
                        PipelineText.TOP.replace("[{where: service is not null}]", "[{derive: {x: if(a, 1, 2)}}]"),
                        "cut-by-comma",
                        8,
                        26,
                        "quote"),
                new Row(
                        "a cut expression in a list",
                        PipelineText.TOP.replace("steps: [{where: service is not null}]", "steps: [coalesce(a, 1)]"),
                        "cut-by-comma",
                        8,
                        13,
                        "quote"),
                new Row(
                        "an expression cut by a comment",
                        PipelineText.TOP.replace("[{where: service is not null}]", "\n      - where: f(a #b)"),
                        "cut-by-comment",
                        9,
                        16,
                        "quote"),
                new Row(
                        "a path without names",
                        PipelineText.TOP.replace("at: timestamp", "at: {type: timestamp, path: a..b}"),
                        "bad-value",
                        6,
                        42,
                        ""),
                new Row(
                        "a struct without fields",
                        PipelineText.TOP.replace("at: timestamp", "at: timestamp, e: {}"),
                        "bad-value",
                        6,
                        32,
                        ""),
                new Row(
                        "a reserved column",
                        PipelineText.TOP.replace("at: timestamp", "meta: string, at: timestamp"),
                        "reserved-name",
                        6,
                        14,
                        "another"),
                // metrics
                new Row("no window", metric("select: {c: count(*)}"), "missing-key", 11, 5, "window"),
                new Row(
                        "nothing selected",
                        metric("window: 1m\n    select: {}"),
                        "nothing-selected",
                        12,
                        5,
                        "count(*)"),
                new Row(
                        "a window of no time",
                        metric("window: 0s\n    select: {c: count(*)}"),
                        "bad-value",
                        11,
                        13,
                        ""),
                new Row(
                        "a window of a size",
                        metric("window: 5 parsecs\n    select: {c: count(*)}"),
                        "bad-value",
                        11,
                        13,
                        ""),
                new Row(
                        "a slide longer than the window",
                        metric("window: 1m every 5m\n    select: {c: count(*)}"),
                        "bad-value",
                        11,
                        13,
                        ""),
                new Row(
                        "all without keep",
                        metric("window: all\n    select: {c: count(*)}"),
                        "missing-keep",
                        11,
                        5,
                        "keep: 24h"),
                new Row("a session", metric("window: session 30m\n    select: {c: count(*)}"), "not-yet", 11, 5, "all"),
                new Row(
                        "a key that is an expression",
                        metric("by: lower(service)\n    window: 1m\n    select: {c: count(*)}"),
                        "key-expression",
                        11,
                        9,
                        "name"),
                new Row(
                        "a key twice",
                        metric("by: [service, service]\n    window: 1m\n    select: {c: count(*)}"),
                        "duplicate-column",
                        11,
                        19,
                        "out"),
                new Row(
                        "a column that is a key",
                        metric("by: service\n    window: 1m\n    select: {service: count(*)}"),
                        "duplicate-column",
                        13,
                        23,
                        "another"),
                new Row(
                        "a function over windows",
                        metric("window: 1m\n    select: {c: count(*), d: c - previous(c)}"),
                        "not-yet",
                        12,
                        30,
                        "leave"),
                new Row(
                        "a metric of a metric",
                        metric("window: 1m\n    select: {c: count(*)}")
                                + "  n: {from: m, window: 1m, select: {c: count(*)}}\n",
                        "not-yet",
                        13,
                        13,
                        "read a stream"),
                new Row(
                        "a taken name",
                        metric("window: 1m\n    select: {c: count(*)}").replace("  m:", "  logs:"),
                        "duplicate-name",
                        10,
                        3,
                        "another"),
                new Row(
                        "the top none",
                        metric("window: 1m\n    select: {c: count(*)}\n    top: {n: 0, order: c}"),
                        "bad-value",
                        13,
                        14,
                        ""),
                new Row(
                        "a metric that must say what it reads",
                        PipelineText.TOP + "  more: {from: logs}\nmetrics:\n  m: {window: 1m, select: {c: count(*)}}\n",
                        "missing-from",
                        11,
                        3,
                        "from"),
                // outputs
                new Row(
                        "no component",
                        PipelineText.TOP + "outputs: {screen: {from: logs}}\n",
                        "one-component",
                        9,
                        11,
                        "console"),
                new Row(
                        "two components",
                        PipelineText.TOP + "outputs: {screen: {console: {}, stdin: {}, from: logs}}\n",
                        "one-component",
                        9,
                        11,
                        "console"),
                new Row(
                        "an unknown component",
                        PipelineText.TOP + "outputs: {screen: {consol: {}, from: logs}}\n",
                        "unknown-component",
                        9,
                        20,
                        "`console`"),
                new Row(
                        "nothing to write",
                        PipelineText.TOP + "outputs: {screen: {console: {}}}\n",
                        "missing-key",
                        9,
                        19,
                        "from"),
                new Row(
                        "an empty list to write",
                        PipelineText.TOP + "outputs: {screen: {console: {}, from: []}}\n",
                        "empty-list",
                        9,
                        39,
                        "name"),
                new Row(
                        "an unknown relation",
                        PipelineText.TOP + "outputs: {screen: {console: {}, from: [logs, lags.late]}}\n",
                        "unknown-name",
                        9,
                        46,
                        "`logs`"),
                new Row(
                        "results",
                        PipelineText.TOP + "outputs: {screen: {console: {}, from: logs, results: all}}\n",
                        "bad-value",
                        9,
                        54,
                        "final"),
                // the rest
                new Row(
                        "demo of no stream",
                        PipelineText.TOP + "demo: {lgos: {raw: \"'x'\"}}\n",
                        "unknown-stream",
                        9,
                        8,
                        "`logs`"),
                new Row(
                        "demo of nothing",
                        PipelineText.TOP + "demo: {logs: {rate: 5}}\n",
                        "fields-or-raw",
                        9,
                        8,
                        "fields"),
                new Row(
                        "a rate",
                        PipelineText.TOP + "demo: {logs: {raw: \"'x'\", rate: -1}}\n",
                        "bad-value",
                        9,
                        33,
                        ""),
                new Row("a limit", PipelineText.TOP + "limits: {record: 1 kB}\n", "bad-value", 9, 18, ""),
                new Row(
                        "a limit beyond all numbers",
                        PipelineText.TOP + "limits: {record: 999999999999999 GiB}\n",
                        "bad-value",
                        9,
                        18,
                        ""),
                new Row("a limit of nothing", PipelineText.TOP + "limits: {depth: 0}\n", "bad-value", 9, 17, ""),
                new Row(
                        "settings of Spark",
                        PipelineText.TOP + "spark: {spark.executor.memory: 4g}\n",
                        "not-yet",
                        9,
                        9,
                        "leave"),
                new Row(
                        "a test of no stream",
                        test("feed: [{lgos: [x]}]\n    expect: {}"),
                        "unknown-stream",
                        11,
                        13,
                        "`logs`"),
                new Row(
                        "a test that waits backwards",
                        test("feed: [{wait: -1m}]\n    expect: {}"),
                        "bad-value",
                        11,
                        19,
                        ""),
                new Row(
                        "a test of no output",
                        test("feed: [{logs: [x]}]\n    expect: {lags: []}"),
                        "unknown-output",
                        12,
                        14,
                        "`logs`"),
                new Row(
                        "a row that is a list",
                        test("feed: [{logs: [x]}]\n    expect: {logs: [[1]]}"),
                        "wrong-kind",
                        12,
                        21,
                        "a map of columns"),
                new Row(
                        "a ledger of no stream",
                        test("feed: [{logs: [x]}]\n    expect: {ledger: {lags: {read: 1}}}"),
                        "unknown-stream",
                        12,
                        23,
                        "`logs`"),
                // variables
                new Row(
                        "an unset variable",
                        PipelineText.TOP.replace("stdin", "{file: {path: \"${DIR}/a\"}}"),
                        "unset-variable",
                        4,
                        27,
                        "--set DIR"),
                new Row(
                        "an open variable",
                        PipelineText.TOP.replace("stdin", "{file: {path: \"${DIR\"}}"),
                        "bad-variable",
                        4,
                        27,
                        "$${"),
                new Row(
                        "a variable with a wrong name",
                        PipelineText.TOP.replace("stdin", "{file: {path: \"${a-b}\"}}"),
                        "bad-variable",
                        4,
                        27,
                        "${NAME:-default}"),
                new Row(
                        "a missing secret",
                        PipelineText.TOP.replace("stdin", "{file: {path: \"${file:/no/such}\"}}"),
                        "unreadable-file",
                        4,
                        27,
                        "path"));
    }

    private static String metric(String body) {
        return PipelineText.TOP + "metrics:\n  m:\n    " + body + "\n";
    }

    private static String test(String body) {
        return PipelineText.TOP + "tests:\n  - name: a test\n    " + body + "\n";
    }

    @Test
    void ten_mistakes_in_one_file_are_ten_problems_in_its_order() {
        List<Problem> problems = PipelineText.problems("""
                name: Ten Mistakes
                timezone: Middle/Earth
                streams:
                  logs:
                    source: {file: {path: app.log, follwo: true}}
                    format: jsn
                    schema: {at: timestamp, service: string}
                    time: {field: at, lateness: soon}
                    steps:
                      - wehre: service is not null
                      - derive: {x: if(service = 'a', 1, 2)}
                metrics:
                  rate:
                    window: 1m every 2m
                    select: {c: count(*)}
                  Slow:
                    from: lgos
                    window: 1m
                    select: {c: count(*)}
                outputs:
                  screen: {console: {rows: many}, from: [rate]}
                """);

        assertThat(problems)
                .extracting(problem -> problem.place().line() + " " + problem.code())
                .containsExactly(
                        "1 bad-name",
                        "2 bad-value",
                        "5 unknown-option",
                        "6 unknown-component",
                        "8 bad-value",
                        "10 unknown-key",
                        "11 cut-by-comma",
                        "14 bad-value",
                        "16 bad-name",
                        "17 unknown-name",
                        "21 bad-value");
    }
}
