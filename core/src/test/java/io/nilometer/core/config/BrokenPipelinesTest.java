package io.nilometer.core.config;

import static io.nilometer.core.config.PipelineText.TOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Problem;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is wrong is told with code, place and remedy. */
class BrokenPipelinesTest {

    /**
     * @param told code and place: {@code unknown-key 9:1}
     * @param remedy a part of it
     */
    private record Row(String what, String text, String told, String remedy) {}

    @TestFactory
    java.util.stream.Stream<DynamicTest> of_one_mistake_tells_exactly_this() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.what, () -> {
                    List<Problem> problems = PipelineText.problems(row.text);
                    assertThat(problems).as("%s", problems).hasSize(1);
                    Problem problem = problems.get(0);
                    assertThat(problem.code() + " " + problem.place().line() + ":"
                                    + problem.place().column())
                            .as("%s", problem)
                            .isEqualTo(row.told);
                    assertThat(problem.remedy()).as("%s", problem).contains(row.remedy);
                    assertThat(problem.place().file()).isEqualTo("p.yaml");
                }));
    }

    private static List<Row> rows() {
        return List.of(
                // the text as a whole
                row("an empty file", "", "empty-file 1:1", "name, streams"),
                row("a file of comments", "# nothing\n", "empty-file 1:1", "name, streams"),
                row("a list", "- a\n- b\n", "wrong-kind 1:1", "without `-`"),
                row("a tab", "name: a\nstreams:\n\tlogs: 1\n", "yaml-syntax 3:1", "spaces"),
                row("a colon in a value", "name: a: b\n", "yaml-syntax 1:8", "quote"),
                row("an open bracket", "name: [a\nstreams: {}\n", "yaml-syntax 1:7", "bracket"),
                row("an open quote", "name: 'a\n", "yaml-syntax 1:7", "close the quote"),
                row("two documents", "name: a\n---\nname: b\n", "several-documents 2:1", "one pipeline per file"),
                row("an alias of nothing", "name: *a\n", "bad-alias 1:7", "quote"),
                row("a tag", TOP + "limits: !!python {}\n", "no-tags 9:9", "take the tag away"),
                // keys and names
                row("a key that nothing knows", TOP + "metrcs: {}\n", "unknown-key 9:1", "`metrics`"),
                row("a key twice", TOP + "name: other\n", "duplicate-key 9:1", "keep one"),
                row("no name", replaced("name: sample\n", "timezone: UTC\n"), "missing-key 1:1", "name"),
                row("a name with capitals", replaced("sample", "Sample"), "bad-name 1:1", "`sample`"),
                row("no streams", "name: a\nstreams: {}\n", "no-streams 2:1", "add a stream"),
                row("empty streams", "name: a\nstreams:\n", "no-streams 2:1", "add a stream"),
                row("a stream name with capitals", replaced("logs:", "Logs:"), "bad-name 3:3", "`logs`"),
                row(
                        "a name with capitals that is read",
                        replaced("logs:", "Logs:") + "outputs: {screen: {console: {}, from: logs}}\n",
                        "bad-name 3:3",
                        "`logs`"),
                row(
                        "a value in place of options",
                        replaced("stdin", "{file: app.log}"),
                        "wrong-kind 4:20",
                        "`file: {path: app.log}`"),
                row("a reserved name", replaced("logs:", "ledger:"), "reserved-name 3:3", "another"),
                row("a time zone", TOP + "timezone: Mars/Base\n", "bad-value 9:11", "UTC"),
                row("a city", TOP + "timezone: berlin\n", "bad-value 9:11", "`Europe/Berlin`"),
                // streams
                row("an unknown source", replaced("stdin", "{fiel: {path: x}}"), "unknown-component 4:14", "`file`"),
                row("a source of a later version", replaced("stdin", "{http: {}}"), "not-yet 4:14", "use"),
                row(
                        "an unknown option",
                        replaced("stdin", "{file: {path: x, folow: true}}"),
                        "unknown-option 4:30",
                        "`follow`"),
                row(
                        "an option of the wrong kind",
                        replaced("stdin", "{file: {path: x, follow: maybe}}"),
                        "bad-value 4:38",
                        ""),
                row("a missing option", replaced("stdin", "file"), "missing-option 4:13", "path"),
                row(
                        "what a component finds",
                        replaced("stdin", "{kafka: {brokers: nowhere}}"),
                        "bad-address 4:14",
                        "host:port"),
                row("no format", replaced("    format: json\n", ""), "missing-key 3:3", "format: json"),
                row("an unknown format", replaced("json", "jsn"), "unknown-component 5:13", "`json`"),
                row("no time", replaced("    time: {field: at}\n", ""), "missing-key 3:3", "arrival"),
                row("a unit", replaced("{field: at}", "{field: at, unit: sec}"), "bad-value 7:29", "`s`"),
                row(
                        "a lateness",
                        replaced("{field: at}", "{field: at, lateness: 5 minutes}"),
                        "bad-value 7:33",
                        "`5m`"),
                row(
                        "a lateness of what",
                        replaced("{field: at}", "{field: at, lateness: 10}"),
                        "bad-value 7:33",
                        "`10s`"),
                row(
                        "a lateness by ISO",
                        replaced("{field: at}", "{field: at, lateness: PT90S}"),
                        "bad-value 7:33",
                        "`90s`"),
                row("source and from", replaced("    format", "    from: x\n    format"), "source-or-from 3:3", "out"),
                row("neither source nor from", TOP + "  other: {steps: []}\n", "source-or-from 9:3", "add"),
                row(
                        "a format without a source",
                        TOP + "  other: {from: logs, format: json}\n",
                        "only-with-source 9:23",
                        "source"),
                row("nothing read", TOP + "  other: {from: []}\n", "empty-list 9:17", "name"),
                row("an unknown stream", TOP + "  other: {from: lgos}\n", "unknown-name 9:17", "`logs`"),
                row("a stream that reads itself", TOP + "  other: {from: other}\n", "cycle 9:3", "another"),
                row(
                        "late records of a derived stream",
                        TOP + "  a: {from: logs}\n  b: {from: a.late}\n",
                        "only-sources 10:13",
                        "source"),
                row(
                        "two steps in one",
                        replaced("[{where: service is not null}]", "[{where: a, derive: {b: c}}]"),
                        "one-step 8:13",
                        "`-`"),
                row("a step of nothing", replaced("[{where: service is not null}]", "[{}]"), "one-step 8:13", "`-`"),
                row("an unknown step", replaced("where", "wehre"), "unknown-key 8:14", "`where`"),
                row(
                        "a cut expression",
                        replaced("[{where: service is not null}]", "[{derive: {x: if(a, 1, 2)}}]"),
                        "cut-by-comma 8:26",
                        "quote"),
                row(
                        "a cut expression in a list",
                        replaced("steps: [{where: service is not null}]", "steps: [coalesce(a, 1)]"),
                        "cut-by-comma 8:13",
                        "quote"),
                row(
                        "an expression cut by a comment",
                        replaced("[{where: service is not null}]", "\n      - where: f(a #b)"),
                        "cut-by-comment 9:16",
                        "quote"),
                row(
                        "a path without names",
                        replaced("at: timestamp", "at: {type: timestamp, path: a..b}"),
                        "bad-value 6:42",
                        ""),
                row("a struct without fields", replaced("at: timestamp", "at: timestamp, e: {}"), "bad-value 6:32", ""),
                row(
                        "a reserved column",
                        replaced("at: timestamp", "meta: string, at: timestamp"),
                        "reserved-name 6:14",
                        "another"),
                // metrics
                row(
                        "a key named as a column of rows",
                        metric("window: 1m\n    by: final\n    select: {c: count(*)}"),
                        "reserved-name 12:9",
                        "final_key"),
                row(
                        "a key among others named as a column of rows",
                        metric("window: 1m\n    by: [service, rank]\n    select: {c: count(*)}"),
                        "reserved-name 12:19",
                        "rank_key"),
                row(
                        "a computed key named as a column of rows",
                        metric("window: 1m\n    by: {window_start: upper(service)}\n    select: {c: count(*)}"),
                        "reserved-name 12:10",
                        "another"),
                row(
                        "a selected column named as one of rows",
                        metric("window: 1m\n    select: {overflow: count(*)}"),
                        "reserved-name 12:14",
                        "another"),
                row("no window", metric("select: {c: count(*)}"), "missing-key 11:5", "window"),
                row("nothing selected", metric("window: 1m\n    select: {}"), "nothing-selected 12:5", "count(*)"),
                row("a window of no time", metric("window: 0s\n    select: {c: count(*)}"), "bad-value 11:13", ""),
                row(
                        "a window of a size",
                        metric("window: 5 parsecs\n    select: {c: count(*)}"),
                        "bad-value 11:13",
                        "`5m every 1m`"),
                row(
                        "a window in words",
                        metric("window: 1.5 hours every 30 min\n    select: {c: count(*)}"),
                        "bad-value 11:13",
                        "write `90m every 30m`"),
                row(
                        "a slide longer than the window",
                        metric("window: 1m every 5m\n    select: {c: count(*)}"),
                        "bad-value 11:13",
                        "write `5m every 1m`"),
                row(
                        "all without keep",
                        metric("window: all\n    select: {c: count(*)}"),
                        "missing-keep 11:5",
                        "keep: 24h"),
                row("a session", metric("window: session 30m\n    select: {c: count(*)}"), "not-yet 11:5", "all"),
                row(
                        "a key that is an expression",
                        metric("by: lower(service)\n    window: 1m\n    select: {c: count(*)}"),
                        "key-expression 11:9",
                        "name"),
                row(
                        "a key twice",
                        metric("by: [service, service]\n    window: 1m\n    select: {c: count(*)}"),
                        "duplicate-column 11:19",
                        "out"),
                row(
                        "a column that is a key",
                        metric("by: service\n    window: 1m\n    select: {service: count(*)}"),
                        "duplicate-column 13:23",
                        "another"),
                row(
                        "a metric of a metric",
                        metric("window: 1m\n    select: {c: count(*)}")
                                + "  n: {from: m, window: 1m, select: {c: count(*)}}\n",
                        "not-yet 13:13",
                        "read a stream"),
                row(
                        "a taken name",
                        metric("window: 1m\n    select: {c: count(*)}").replace("  m:", "  logs:"),
                        "duplicate-name 10:3",
                        "another"),
                row(
                        "the top none",
                        metric("window: 1m\n    select: {c: count(*)}\n    top: {n: 0, order: c}"),
                        "bad-value 13:14",
                        ""),
                row(
                        "a metric that must say what it reads",
                        TOP + "  more: {from: logs}\nmetrics:\n  m: {window: 1m, select: {c: count(*)}}\n",
                        "missing-from 11:3",
                        "from"),
                // outputs
                row("no component", TOP + "outputs: {screen: {from: logs}}\n", "one-component 9:11", "console"),
                row(
                        "two components",
                        TOP + "outputs: {screen: {console: {}, stdin: {}, from: logs}}\n",
                        "one-component 9:11",
                        "console"),
                row(
                        "an unknown component",
                        TOP + "outputs: {screen: {consol: {}, from: logs}}\n",
                        "unknown-component 9:20",
                        "`console`"),
                row("nothing to write", TOP + "outputs: {screen: {console: {}}}\n", "missing-key 9:19", "from"),
                row(
                        "an empty list to write",
                        TOP + "outputs: {screen: {console: {}, from: []}}\n",
                        "empty-list 9:39",
                        "name"),
                row(
                        "an unknown relation",
                        TOP + "outputs: {screen: {console: {}, from: [logs, lags.late]}}\n",
                        "unknown-name 9:46",
                        "`logs`"),
                row(
                        "results",
                        TOP + "outputs: {screen: {console: {}, from: logs, results: all}}\n",
                        "bad-value 9:54",
                        "leave it out"),
                // one cause, one problem
                row(
                        "a required key by another name",
                        metric("windwo: 1m\n    select: {c: count(*)}"),
                        "unknown-key 11:5",
                        "`window`"),
                row(
                        "metrics by another name",
                        TOP + "metricss: {m: {}}\noutputs: {screen: {console: {}, from: m}}\n",
                        "unknown-key 9:1",
                        "`metrics`"),
                row(
                        "metrics as a list",
                        TOP + "metrics: [{m: {}}]\noutputs: {screen: {console: {}, from: m}}\n",
                        "wrong-kind 9:10",
                        "a name in place of"),
                row(
                        "streams by another name",
                        TOP.replace("streams:", "straems:") + "metrics: {m: {window: 1m, select: {c: count(*)}}}\n",
                        "unknown-key 2:1",
                        "`streams`"),
                row(
                        "an output's key by another name",
                        TOP + "outputs: {screen: {console: {}, form: logs}}\n",
                        "unknown-key 9:33",
                        "`from`"),
                row("a source by another name", replaced("    source:", "    suorce:"), "unknown-key 4:5", "`source`"),
                row(
                        "an alert that an output reads",
                        TOP
                                + "alerts: {a: {when: c > 1}, b: {when: c > 2}}\noutputs: {screen: {console: {}, from: alerts}}\n",
                        "not-yet 9:10",
                        "leave `alerts` out"),
                row(
                        "an expression cut by a comment is not looked at",
                        replaced("[{where: service is not null}]", "\n      - where: f(a #"),
                        "cut-by-comment 9:16",
                        "quote"),
                row(
                        "keys as a list in the wrong column",
                        metric("by:\n    - service\n     - status\n    window: 1m\n    select: {c: count(*)}"),
                        "key-expression 12:7",
                        "name"),
                row(
                        "one name as a list",
                        metric("from: [logs]\n    window: 1m\n    select: {c: count(*)}"),
                        "wrong-kind 11:11",
                        "without brackets"),
                row("a metric of nothing", TOP + "metrics:\n  m:\n", "wrong-kind 10:5", "{window: …, select: …}"),
                // the rest
                row("demo of no stream", TOP + "demo: {lgos: {raw: \"'x'\"}}\n", "unknown-stream 9:8", "`logs`"),
                row("demo of nothing", TOP + "demo: {logs: {rate: 5}}\n", "fields-or-raw 9:8", "fields"),
                row("a rate", TOP + "demo: {logs: {raw: \"'x'\", rate: -1}}\n", "bad-value 9:33", "`100`"),
                row("a limit", TOP + "limits: {record: 1 kB}\n", "bad-value 9:18", "`1 KiB`"),
                row(
                        "a limit beyond all numbers",
                        TOP + "limits: {record: 999999999999999 GiB}\n",
                        "bad-value 9:18",
                        ""),
                row("a limit of nothing", TOP + "limits: {depth: 0}\n", "bad-value 9:17", "`1` or more"),
                row("too many shards", TOP + "spark: {shards: 65}\n", "bad-value 9:17", "`64` or less"),
                row("shards by another name", TOP + "spark: {shads: 2}\n", "unknown-key 9:9", "`shards`"),
                row(
                        "a setting of Spark without its first name",
                        TOP + "spark: {executor.memory: 4g}\n",
                        "unknown-key 9:9",
                        "`spark.executor.memory`"),
                row(
                        "a setting of Spark without value",
                        TOP + "spark: {spark.x: }\n",
                        "wrong-kind 9:17",
                        "a single value"),
                row("a setting of Spark that is a map", TOP + "spark: {spark: {x: 1}}\n", "unknown-key 9:9", "in full"),
                row(
                        "a test of no stream",
                        test("feed: [{lgos: [x]}]\n    expect: {}"),
                        "unknown-stream 11:13",
                        "`logs`"),
                row("a test that waits backwards", test("feed: [{wait: -1m}]\n    expect: {}"), "bad-value 11:19", ""),
                row(
                        "a test of no output",
                        test("feed: [{logs: [x]}]\n    expect: {lags: []}"),
                        "unknown-output 12:14",
                        "`logs`"),
                row(
                        "a row that is a list",
                        test("feed: [{logs: [x]}]\n    expect: {logs: [[1]]}"),
                        "wrong-kind 12:21",
                        "a map of columns"),
                row(
                        "a ledger of no stream",
                        test("feed: [{logs: [x]}]\n    expect: {ledger: {lags: {read: 1}}}"),
                        "unknown-stream 12:23",
                        "`logs`"),
                // variables
                row(
                        "an unset variable",
                        replaced("stdin", "{file: {path: \"${DIR}/a\"}}"),
                        "unset-variable 4:27",
                        "--set DIR"),
                row("an open variable", replaced("stdin", "{file: {path: \"${DIR\"}}"), "bad-variable 4:27", "$${"),
                row(
                        "a variable with a wrong name",
                        replaced("stdin", "{file: {path: \"${a-b}\"}}"),
                        "bad-variable 4:27",
                        "${NAME:-default}"),
                row(
                        "a missing secret",
                        replaced("stdin", "{file: {path: \"${file:/no/such}\"}}"),
                        "unreadable-file 4:27",
                        "path"));
    }

    private static Row row(String what, String text, String told, String remedy) {
        return new Row(what, text, told, remedy);
    }

    /** The usual top with one thing changed. */
    private static String replaced(String old, String now) {
        return TOP.replace(old, now);
    }

    private static String metric(String body) {
        return TOP + "metrics:\n  m:\n    " + body + "\n";
    }

    private static String test(String body) {
        return TOP + "tests:\n  - name: a test\n    " + body + "\n";
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
