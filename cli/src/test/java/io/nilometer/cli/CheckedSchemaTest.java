package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema is held against what the format knows of its records, before anything is read. */
class CheckedSchemaTest {

    private static final String NGINX = "nginx: {log_format: '$remote_addr [$time_local] $upstream_status'}";

    @TempDir
    private Path folder;

    @Test
    void a_field_that_cannot_occur_is_a_mistake_with_its_place_and_the_names_there_are() throws IOException {
        for (List<String> wrong : List.of(
                List.of("regex: {pattern: '^(?P<ts>\\S+) (?P<ip>\\S+)$'}", "ts: timestamp, client: string", "path: ip"),
                List.of("csv: {columns: [ts, ip]}", "ts: timestamp, client: string", "path: ip"),
                List.of("apache: {}", "time: timestamp, client: string", "user_agent"),
                List.of("apache: {}", "time: timestamp, methode: string", "write `method`"),
                List.of(NGINX, "time: timestamp, upstream_state: string", "write `upstream_status`"),
                List.of("nginx: {}", "time: timestamp, stats: int", "write `status`"),
                List.of("syslog: {}", "timestamp: timestamp, hots: string", "write `host`"),
                List.of("apache: {}", "time: timestamp, c: {type: string, path: clinet}", "fields: "))) {
            assertThat(problems(wrong.get(0), wrong.get(1)))
                    .as(wrong.get(0))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.code()).isEqualTo("unknown-field");
                        assertThat(problem.place().line()).isEqualTo(6);
                        assertThat(problem.remedy()).contains(wrong.get(2));
                    });
        }
    }

    @Test
    void fields_that_are_there_or_may_be_are_none() throws IOException {
        for (List<String> right : List.of(
                List.of(
                        "regex: {pattern: '^(?P<ts>\\S+) (?P<ip>\\S+)$'}",
                        "ts: timestamp, client: {type: string, path: ip}"),
                List.of("csv: {columns: [ts, ip]}", "ts: timestamp"),
                List.of("csv: {}", "ts: timestamp, whatever: string"),
                List.of("csv: {columns: [ts, ip], header: true}", "ts: timestamp, whatever: string"),
                List.of("json: {}", "ts: timestamp, whatever: string"),
                List.of("logfmt: {}", "ts: timestamp, whatever: string"),
                List.of("nginx: {log_format: \"${UNSET_HERE}\"}", "ts: timestamp, whatever: string"))) {
            assertThat(problems(right.get(0), right.get(1))).as(right.get(0)).isEmpty();
        }
    }

    @Test
    void what_was_not_looked_at_is_listed_with_its_place() throws IOException {
        Path file = Files.writeString(folder.resolve("far.yaml"), """
                name: far
                streams:
                  logs:
                    source: {kafka: {brokers: "${BROKERS_OF_NOBODY}", topics: [logs]}}
                    format: json
                    schema: {ts: timestamp}
                    time: {field: ts}
                metrics:
                  m: {window: 1m, select: {n: count(*)}}
                outputs:
                  o: {kafka: {brokers: "b:9092", topic: "${file:/run/topic}"}, from: m}
                """);
        Prepared prepared = new House().check(file, Map.of(), Workshop.Variables.OPTIONAL);
        assertThat(prepared.hasErrors()).isFalse();
        assertThat(prepared.notLookedAt())
                .extracting(Object::toString)
                .containsExactly(
                        "whether ${BROKERS_OF_NOBODY} can be reached and have the topics logs (" + file + ":4:14)",
                        "BROKERS_OF_NOBODY is unset (" + file + ":4:31)",
                        "whether b:9092 can be reached and take records (" + file + ":11:7)",
                        "the file /run/topic is not opened (" + file + ":11:41)");
        Prepared filled = new House().check(file, Map.of("BROKERS_OF_NOBODY", "a:1"), Workshop.Variables.OPTIONAL);
        assertThat(filled.notLookedAt())
                .hasSize(3)
                .extracting(Object::toString)
                .first()
                .asString()
                .contains("a:1");
    }

    private List<Problem> problems(String format, String schema) throws IOException {
        String time = schema.substring(0, schema.indexOf(':'));
        Path file = Files.writeString(folder.resolve("p.yaml"), """
                name: checked
                streams:
                  logs:
                    source: stdin
                    format: {%s}
                    schema: {%s}
                    time: {field: %s}
                metrics:
                  m: {window: 1m, select: {n: count(*)}}
                """.formatted(format, schema, time));
        return new House().check(file, Map.of(), Workshop.Variables.OPTIONAL).problems();
    }
}
