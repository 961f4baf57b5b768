package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON and times as people's logs have them, from the file of records to the results. */
class JsonAndTimesTest {

    @TempDir
    Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void keys_with_dots_are_found_in_both_spellings_and_by_their_exact_name(String engine) throws Exception {
        List<String> rows = run(
                engine,
                """
                format: json
                    schema:
                      ts: {type: timestamp, path: "@timestamp"}
                      level: {type: string, path: log.level}
                      dotted: {type: string, path: "['log.level']"}
                      first: {type: string, path: "tags[0]"}
                      service: {name: string}
                    time: {field: ts, lateness: 1h}
                """,
                "{by: {level: level, dotted: dotted, first: first, service: service.name}, window: all, keep: 1d,"
                        + " select: {n: count(*)}}",
                """
                {"@timestamp":"2024-01-01T10:00:00Z","log.level":"INFO","service.name":"cart","tags":["a","b"]}
                {"@timestamp":"2024-01-01T10:00:01Z","log":{"level":"INFO"},"service":{"name":"cart"},"tags":["a"]}
                {"@timestamp":"2024-01-01T10:00:02Z","log.level":"WARN","log":{"logger":"x"},"service.name":"cart"}
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(rows).hasSize(3);
        assertThat(rows)
                .anySatisfy(row -> assertThat(row)
                        .contains(
                                "\"level\":\"INFO\",\"dotted\":\"INFO\",\"first\":\"a\",\"service\":\"cart\",\"n\":1"))
                .anySatisfy(row -> assertThat(row)
                        .contains("\"level\":\"INFO\",\"dotted\":null,\"first\":\"a\",\"service\":\"cart\",\"n\":1"))
                .anySatisfy(row -> assertThat(row)
                        .contains(
                                "\"level\":\"WARN\",\"dotted\":\"WARN\",\"first\":null,\"service\":\"cart\",\"n\":1"));
    }

    @Test
    void lenient_json_is_used_and_strict_json_rejects_it() throws Exception {
        byte[] records = """
            {"k":"ok","size":1}
            {"k":"a\\x22b\\xC3\\xA3\\xe3","size":2}
            {"k":"a	b","size":3}
            {"k":"caf\u00e9","size":"NaN"}
            {"k":'no',"size":5}
            """.getBytes(StandardCharsets.ISO_8859_1);
        String stream = "schema: {k: string, size: double}\n    time: arrival\n";
        String metric = "{by: k, window: all, keep: 1d, select: {n: count(*), size: sum(size)}}";

        assertThat(run("embedded", "format: {json: {lenient: true}}\n    " + stream, metric, records))
                .hasSize(4)
                .anySatisfy(row -> assertThat(row).contains("\"k\":\"a\\\"b\u00e3\u00e3\",\"n\":1,\"size\":2"))
                .anySatisfy(row -> assertThat(row).contains("\"k\":\"a\\tb\",\"n\":1,\"size\":3"))
                .anySatisfy(row -> assertThat(row).contains("\"k\":\"caf\uFFFD\",\"n\":1,\"size\":null"));
        assertThat(ledger()).contains("\"rejected\" : 1", "\"not_json\" : 1");
        assertThat(run("embedded", "format: json\n    " + stream, metric, records))
                .hasSize(2);
        assertThat(ledger()).contains("\"rejected\" : 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "spark"})
    void times_are_read_by_notation_and_by_pattern_and_bad_patterns_reject_records_only(String engine)
            throws Exception {
        List<String> rows =
                run(engine, """
                    format: {csv: {columns: [ts, text, pattern]}}
                        schema: {ts: timestamp, text: string, pattern: string}
                        time: {field: "coalesce(ts, to_timestamp(text, 'EEE MMM dd HH:mm:ss yyyy'), to_timestamp(text, pattern))", lateness: 1d}
                    """, "{by: {t: event_time}, window: all, keep: 1d, select: {n: count(*)}}", """
                    08/Oct/2019:23:17:05 +0200,,
                    "Tue, 08 Oct 2019 21:17:05 GMT",,
                    ,Tue Oct 08 21:17:05 2019,
                    ,08.10.2019 21:17:05,dd.MM.yyyy HH:mm:ss
                    ,08.10.2019 21:17:05,YYYY
                    ,08.10.2019 21:17:05,EEEEEE'
                    10/08/2019 21:17:05,,
                    """.getBytes(
                                StandardCharsets.UTF_8));

        assertThat(rows).singleElement().asString().contains("\"t\":\"2019-10-08T21:17:05Z\",\"n\":4");
        assertThat(ledger()).contains("\"used\" : 4", "\"rejected\" : 3");
    }

    @Test
    void check_refuses_a_path_and_a_pattern_that_can_not_work() throws Exception {
        Path file = pipeline("""
            format: json
                schema: {ts: string, bad: {type: string, path: "a[*].b"}}
                time: {field: "to_timestamp(ts, 'YYYY-MM-dd')", lateness: 1d}
            """, "{window: 1h, select: {n: count(*)}}");

        assertThat(nilometer("check", file.toString())).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString()).contains("`path` must be names", "`explode` it");

        Files.writeString(file, Files.readString(file).replace("[*]", "[0]"));
        assertThat(nilometer("check", file.toString())).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString())
                .contains("error[bad-time-pattern]", "'YYYY-MM-dd' can't work", "the year is y: yyyy")
                .doesNotContain("timeParserPolicy");
    }

    private Path pipeline(String stream, String metric) throws Exception {
        return Files.writeString(
                folder.resolve("p.yaml"),
                "name: p\nstreams:\n  s:\n    source: stdin\n    " + stream + "metrics:\n  m: " + metric
                        + "\noutputs:\n  o: {console: {}, from: [m]}\n");
    }

    private List<String> run(String engine, String stream, String metric, byte[] records) throws Exception {
        Path file = pipeline(stream, metric);
        Path input = Files.write(folder.resolve("in.txt"), records);
        Path results = Files.createTempDirectory(folder, "results");
        int code = nilometer(
                "run",
                file.toString(),
                "--input",
                "s=" + input,
                "--until-end",
                "--results",
                results.toString(),
                "--engine",
                engine);
        assertThat(code).as("%s%s", out, err).isZero();
        Files.copy(
                results.resolve("ledger.json"),
                folder.resolve("ledger.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return new ArrayList<>(Files.readAllLines(results.resolve("m.ndjson")));
    }

    private String ledger() throws Exception {
        return Files.readString(folder.resolve("ledger.json"));
    }

    private int nilometer(String... arguments) {
        err.getBuffer().setLength(0);
        return InProcess.run(out, err, arguments);
    }
}
