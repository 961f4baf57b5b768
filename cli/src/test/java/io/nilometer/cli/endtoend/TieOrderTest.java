package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.InProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of one time are in the order of what the source reads, wherever that lies. */
class TieOrderTest {

    private static final String METRICS = """
            metrics:
              m:
                window: 1m
                select:
                  all: collect_list(n)
                  once: collect_list(distinct n)
                  first: first(n)
                  last: last(n)
                  most: mode(n)
                  greatest: max_by(n, 1)
                  least: min_by(n, 1)
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void files_count_in_the_order_in_which_they_are_given() throws Exception {
        Path pipeline = Files.writeString(folder.resolve("ties.yaml"), """
                name: ties
                streams:
                  logs:
                    source: {file: {path: none}}
                    format: json
                    schema: {ts: timestamp, n: string}
                    time: {field: ts, lateness: 1h}
                """ + METRICS);
        List<List<String>> engines = List.of(List.of(), List.of("--engine", "spark"));
        for (int round = 0; round < 6; round++) {
            List<String> names = new ArrayList<>();
            List<String> arguments = new ArrayList<>(List.of("run", pipeline.toString(), "--until-end"));
            for (int file = 0; file < 3; file++) {
                String name = String.valueOf((char) ('a' + (file * 7 + round * 11) % 26));
                names.add(name);
                Path folders = Files.createDirectories(folder.resolve("r" + round + "/" + (7 - file) + name));
                Path input = Files.writeString(folders.resolve(name + ".log"), """
                        {"ts": "2026-01-01T00:00:00Z", "n": "%1$s1"}
                        {"ts": "2026-01-01T00:00:00Z", "n": "%1$s2"}
                        """.formatted(name));
                arguments.addAll(List.of("--input", "logs=" + input));
            }
            Path results = folder.resolve("results" + round);
            arguments.addAll(List.of("--results", results.toString()));
            // A session of Spark for each round would take its time.
            arguments.addAll(engines.get(round == 0 ? 1 : 0));
            InProcess.Outcome run = InProcess.run(arguments.toArray(String[]::new));
            assertThat(run.exit()).as(run.err()).isZero();
            List<String> all = names.stream()
                    .flatMap(name -> List.of(name + "1", name + "2").stream())
                    .toList();
            String list = "[\"" + String.join("\",\"", all) + "\"]";
            String end = all.get(all.size() - 1);
            assertThat(Files.readString(results.resolve("m.ndjson")))
                    .contains("\"all\":" + list + ",\"once\":" + list)
                    .contains("\"first\":\"" + all.get(0) + "\",\"last\":\"" + end + "\",\"most\":\"" + all.get(0))
                    .contains("\"greatest\":\"" + end + "\",\"least\":\"" + end + "\"");
        }
    }

    @Test
    void a_test_has_the_order_of_a_run_topics_as_they_are_listed_and_partitions_by_number() throws Exception {
        Path pipeline = Files.writeString(folder.resolve("ties.yaml"), """
                name: ties
                streams:
                  logs:
                    source: {kafka: {brokers: "localhost:9092", topics: [web, api]}}
                    format: json
                    schema: {ts: timestamp, n: string}
                    time: {field: ts, lateness: 1h}
                """ + METRICS + """
                tests:
                  - name: ties
                    feed:
                      - logs:
                          - {topic: api, partition: 0, record: {ts: "2026-01-01T00:00:00Z", n: c}}
                          - {topic: web, partition: 10, record: {ts: "2026-01-01T00:00:00Z", n: b}}
                          - {topic: web, partition: 2, record: {ts: "2026-01-01T00:00:00Z", n: a}}
                    expect:
                      m: [{all: [a, b, c], first: a, last: c, most: a}]
                """);
        for (String engine : List.of("embedded", "spark")) {
            InProcess.Outcome test = InProcess.run("test", pipeline.toString(), "--engine", engine);
            assertThat(test.exit()).as(test.out() + test.err()).isZero();
        }
    }
}
