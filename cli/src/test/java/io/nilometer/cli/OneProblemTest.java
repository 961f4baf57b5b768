package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** One mistake in a file is one problem at its place, and with its fix the file is right. */
class OneProblemTest {

    private static final String RIGHT = """
            name: sample
            streams:
              logs:
                source: {file: {path: app.log}}
                format: json
                schema: {at: timestamp, service: string, status: int, ms: double, tags: array<string>}
                time: {field: at, lateness: 10s}
                steps:
                  - where: status is not null
            metrics:
              rate:
                by: service
                window: 1m
                select:
                  n: count(*)
                  errors: count_if(status >= 500)
                  share: errors / n
                top: {n: 10, order: n desc}
            outputs:
              screen: {console: {}, from: rate}
            limits: {record: 1 MiB}
            """;

    @TempDir
    Path folder = Path.of("");

    /**
     * @param right what is replaced in the right file, once
     * @param wrong by what
     * @param told code and place of the only problem
     * @param fix a part of its fix
     * @param mended what is written in place of {@code wrong} by who follows the fix
     */
    private record Row(String right, String wrong, String told, String fix, String mended) {}

    @TestFactory
    Stream<DynamicTest> a_mistake_is_told_once_and_its_fix_mends_it() {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.wrong, () -> {
                    List<Problem> problems = problems(replaced(row.right, row.wrong));
                    assertThat(problems).as("%s", problems).hasSize(1);
                    Problem problem = problems.get(0);
                    assertThat(problem.code() + " " + problem.place().line() + ":"
                                    + problem.place().column())
                            .as("%s", problem)
                            .isEqualTo(row.told);
                    assertThat(problem.remedy()).as("%s", problem).contains(row.fix);
                    assertThat(problems(replaced(row.right, row.mended)))
                            .as(row.mended)
                            .isEmpty();
                }));
    }

    private static List<Row> rows() {
        return List.of(
                // misspelt keys
                new Row("metrics:", "metricss:", "unknown-key 10:1", "`metrics`", "metrics:"),
                new Row("streams:", "stream:", "unknown-key 2:1", "`streams`", "streams:"),
                new Row("    window:", "    windows:", "unknown-key 13:5", "`window`", "    window:"),
                new Row("    select:", "    slect:", "unknown-key 14:5", "`select`", "    select:"),
                new Row("from: rate", "form: rate", "unknown-key 20:25", "`from`", "from: rate"),
                new Row("    format:", "    fromat:", "unknown-key 5:5", "`format`", "    format:"),
                new Row("    schema:", "    shema:", "unknown-key 6:5", "`schema`", "    schema:"),
                new Row("{path: app.log}", "{pth: app.log}", "unknown-option 4:21", "`path`", "{path: app.log}"),
                new Row("- where:", "- wher:", "unknown-key 9:9", "`where`", "- where:"),
                new Row(
                        "    window: 1m",
                        "    window: all\n    kepe: 1d",
                        "unknown-key 14:5",
                        "`keep`",
                        "    window: all\n    keep: 1d"),
                new Row(
                        "limits:",
                        "demo: {logs: {filds: {at: now}}}\nlimits:",
                        "unknown-key 21:15",
                        "`fields`",
                        "demo: {logs: {fields: {at: now}}}\nlimits:"),
                // wrong types, and what uses them
                new Row("status: int", "status: integr", "bad-type 6:54", "`integer`", "status: integer"),
                new Row("at: timestamp", "at: timestampp", "bad-type 6:18", "`timestamp`", "at: timestamp"),
                new Row("array<string>", "array<strin>", "bad-type 6:77", "`array<string>`", "array<string>"),
                new Row("service: string", "service: str", "bad-type 6:38", "string", "service: string"),
                // wrong names
                new Row("format: json", "format: jsom", "unknown-component 5:13", "`json`", "format: json"),
                new Row("{file: {", "{files: {", "unknown-component 4:14", "`file`", "{file: {"),
                new Row("from: rate", "from: rates", "unknown-name 20:31", "`rate`", "from: rate"),
                new Row(
                        "    by: service",
                        "    from: log\n    by: service",
                        "unknown-name 12:11",
                        "`logs`",
                        "    from: logs\n    by: service"),
                new Row("status >= 500", "statsu >= 500", "unknown-column 16:24", "`status`", "status >= 500"),
                new Row("{field: at,", "{field: ta,", "unknown-column 7:19", "`at`", "{field: at,"),
                new Row("by: service", "by: servce", "unknown-column 12:9", "`service`", "by: service"),
                new Row("count_if(", "countif(", "unknown-function 16:15", "`count_if`", "count_if("),
                new Row("errors / n", "error / n", "unknown-column 17:14", "`errors`", "errors / n"),
                new Row("name: sample", "name: Sample_1", "bad-name 1:1", "`sample-1`", "name: sample-1"),
                // wrong units
                new Row("window: 1m", "window: 1 minute", "bad-value 13:13", "`1m`", "window: 1m"),
                new Row("window: 1m", "window: 1m every 5m", "bad-value 13:13", "`5m every 1m`", "window: 5m every 1m"),
                new Row("lateness: 10s", "lateness: 10", "bad-value 7:33", "`10s`", "lateness: 10s"),
                new Row("1 MiB", "1MB", "bad-value 21:18", "`1 MiB`", "1 MiB"),
                new Row("n: 10", "n: ten", "bad-value 18:14", "`10`", "n: 10"),
                new Row("n desc", "n dsc", "bad-order 18:27", "`n desc`", "n desc"),
                new Row(
                        "name: sample",
                        "name: sample\ntimezone: Cairo",
                        "bad-value 2:11",
                        "`Africa/Cairo`",
                        "name: sample\ntimezone: Africa/Cairo"),
                new Row("window: 1m", "window: 5m evrey 1m", "bad-value 13:13", "`5m every 1m`", "window: 5m every 1m"),
                // wrong nesting
                new Row(
                        "      - where: status is not null",
                        "      where: status is not null",
                        "wrong-kind 9:7",
                        "`- `",
                        "      - where: status is not null"),
                new Row("    window: 1m", "   window: 1m", "yaml-syntax 13:4", "same column", "    window: 1m"),
                new Row("    window: 1m", "\twindow: 1m", "yaml-syntax 13:1", "spaces", "    window: 1m"),
                new Row("    window: 1m", "    window 1m", "yaml-syntax 13:5", "key: value", "    window: 1m"),
                new Row(
                        "    window: 1m",
                        "    window: 1m\n    window: 5m",
                        "duplicate-key 14:5",
                        "keep one",
                        "    window: 1m"),
                new Row(
                        "      share: errors",
                        "      n: errors",
                        "duplicate-key 17:7",
                        "keep one",
                        "      share: errors"),
                // missing quotes
                new Row("status >= 500", "service = 'a: b'", "yaml-syntax 16:36", "quote", "status >= 500"),
                new Row(
                        "count_if(status >= 500)",
                        "count_if(service = 'abc)",
                        "bad-expression 16:34",
                        "close the text",
                        "count_if(service = 'abc')"),
                new Row("n: count(*)", "n: 'count(*)", "yaml-syntax 15:10", "close the quote", "n: 'count(*)'"),
                new Row("n: count(*)", "n: `ms`", "yaml-syntax 15:10", "quote the value", "n: \"max(`ms`)\""),
                new Row("n: count(*)", "n: \"count\"(*)", "yaml-syntax 15:17", "'…'", "n: 'count(*)'"),
                // tests
                new Row(
                        "limits:",
                        "tests: [{name: t, feed: [{lgs: [x]}], expect: {}}]\nlimits:",
                        "unknown-stream 21:27",
                        "`logs`",
                        "tests: [{name: t, feed: [{logs: [x]}], expect: {}}]\nlimits:"),
                new Row(
                        "limits:",
                        "tests: [{name: t, feed: [{logs: [x]}], expect: {rate: [{sevrice: a, n: 1}]}}]\nlimits:",
                        "unknown-column 21:49",
                        "`service`",
                        "tests: [{name: t, feed: [{logs: [x]}], expect: {rate: [{service: a, n: 1}]}}]\nlimits:"),
                // expressions
                new Row(
                        "status is not null",
                        "status is ont null",
                        "bad-expression 9:26",
                        "`not`",
                        "status is not null"),
                new Row(
                        "count(*)",
                        "count(disitnct service)",
                        "bad-expression 15:25",
                        "`distinct`",
                        "count(distinct service)"),
                new Row(
                        "    window: 1m",
                        "    where: count(*) > 5\n    window: 1m",
                        "misplaced-aggregate 13:12",
                        "`having`",
                        "    having: count(*) > 5\n    window: 1m"),
                new Row(
                        "status is not null",
                        "max(ms) > 5",
                        "misplaced-aggregate 9:16",
                        "`having`",
                        "status is not null"),
                new Row("errors / n", "max(n)", "nested-aggregate 17:14", "later column", "errors / n"),
                new Row(
                        "status >= 500",
                        "status >= 500 && ms > 1",
                        "bad-expression 16:39",
                        "`and`",
                        "status >= 500 and ms > 1"),
                new Row("count(*)", "count(*", "bad-expression 15:17", "close the bracket", "count(*)"),
                new Row(
                        "count_if(status >= 500)",
                        "substring(service)",
                        "wrong-arguments 16:15",
                        "`substring(str, pos[, len])`",
                        "max(length(substring(service, 1, 2)))"),
                new Row("status >= 500", "tags > 5", "type-mismatch 16:24", "size(tags)", "size(tags) > 5"),
                new Row(
                        "n desc}",
                        "n desc, per: [servce]}",
                        "unknown-column 18:33",
                        "`service`",
                        "n desc, per: [service]}"));
    }

    @Test
    void the_file_without_mistakes_has_no_problem() throws Exception {
        assertThat(problems(RIGHT)).isEmpty();
    }

    private static String replaced(String right, String other) {
        int at = RIGHT.indexOf(right);
        assertThat(at).as(right).isNotNegative();
        return RIGHT.substring(0, at) + other + RIGHT.substring(at + right.length());
    }

    private List<Problem> problems(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), text);
        return new House().check(file, Map.of(), Workshop.Variables.OPTIONAL).problems();
    }
}
