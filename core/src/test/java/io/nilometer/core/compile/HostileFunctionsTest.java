package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nilometer.api.Field;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.Projector;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every function of the catalogue is in {@code hostile-functions.txt}, and what could go wrong there is tried. */
class HostileFunctionsTest {

    private static final String SCHEMA = "t string; n int; big int; l bigint; d double; bin binary; mib string;"
            + "long string; wide string; aab string; aabs string; dollars string; fmt string; digits string; tiny string;"
            + "keys string; xml string; many array<string>; nulls array<string>; arr array<int>;"
            + "collide array<bigint>; mp map<string,int>";
    private static final int SLOWEST_SECONDS = 20;
    private static final Map<String, Object> VALUES = values();

    private static Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        values.put("t", "abc");
        values.put("n", 900_000L);
        values.put("big", 2_000_000_000L);
        values.put("l", Long.MAX_VALUE);
        values.put("d", 1.5);
        values.put("bin", new byte[] {1, 2, 3});
        values.put("mib", "a".repeat(1_000_000));
        values.put("long", "a".repeat(100_000));
        values.put("wide", "\u20ac".repeat(10));
        values.put("aab", "a".repeat(100_000) + "b");
        values.put("aabs", "%" + "a".repeat(100_000) + "b%");
        values.put("dollars", "$1".repeat(1_000));
        values.put("fmt", "%999999999d");
        values.put("digits", "9".repeat(1_000_000));
        values.put("tiny", "1e-1000000000");
        StringBuilder keys = new StringBuilder("[{}");
        for (int i = 0; i < 80_000; i++) {
            keys.append(",{\"").append(Integer.toString(i, 36)).append("\":1}");
        }
        values.put("keys", keys.append(']').toString());
        values.put("xml", "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/\"><a>b</a>");
        values.put("many", Collections.nCopies(20_000, "x"));
        values.put("nulls", Collections.nCopies(20_000, null));
        values.put("arr", List.of(1L, 2L));
        values.put(
                "collide",
                LongStream.range(0, 60_000).mapToObj(i -> i << 32 | i).toList());
        values.put("mp", new java.util.TreeMap<>(Map.of("a", 1L)));
        return values;
    }

    private record Table(Map<String, String> kinds, List<String> attempts) {}

    private static Table table() throws IOException {
        Map<String, String> kinds = new HashMap<>();
        List<String> attempts = new ArrayList<>();
        try (InputStream in =
                Objects.requireNonNull(HostileFunctionsTest.class.getResourceAsStream("hostile-functions.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.strip().startsWith("! ")) {
                    attempts.add(line.strip().substring(2));
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    String[] parts = line.split(": ", 2);
                    for (String name : parts[1].split(" ")) {
                        kinds.put(name, parts[0]);
                    }
                }
            }
        }
        return new Table(kinds, attempts);
    }

    static Stream<String> attempts() throws IOException {
        return table().attempts().stream();
    }

    @Test
    void every_function_of_the_catalogue_is_in_the_table() throws IOException {
        assertThat(new TreeSet<>(table().kinds().keySet())).isEqualTo(new TreeSet<>(FunctionNames.all()));
    }

    @Test
    void whatever_is_bounded_is_tried() throws IOException {
        Table table = table();
        table.kinds().forEach((name, kind) -> {
            if (kind.equals("bounded")) {
                String call = name.equals("printf") ? "printf(" : name;
                assertThat(table.attempts())
                        .as(name)
                        .anyMatch(sql -> sql.contains(call) || name.equals("xpath_number") || name.equals("position"));
            }
        });
    }

    @Test
    void what_is_said_to_be_refused_is_refused() throws IOException {
        List<String> accepted = new ArrayList<>();
        table().kinds().forEach((name, kind) -> {
            if (kind.equals("refused")) {
                for (String call : List.of(name + "(t)", name + "()", name)) {
                    TestPipeline p = pipeline();
                    p.source("s", SCHEMA, "arrival", p.derive("x", call)).output("out", "s");
                    if (Compiler.compile(p.build(), TestFormat.components())
                            .program()
                            .isPresent()) {
                        accepted.add(call);
                    }
                }
            }
        });
        assertThat(accepted).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void a_hostile_record_is_rejected_in_time(String sql) {
        TestPipeline p = pipeline();
        p.source("s", SCHEMA, "arrival", p.derive("x", sql)).output("out", "s");
        Compiled compiled = Compiler.compile(p.build(), TestFormat.components());
        assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
        Program program = compiled.program().orElseThrow();
        SourceProgram source = program.sources().get(0);
        EventRow row = new EventRow(source.slots());
        for (int slot = 0; slot < source.fields().size(); slot++) {
            Field field = source.fields().get(slot);
            row.update(slot, CatalystValues.toCatalyst(field.type(), Objects.requireNonNull(VALUES.get(field.name()))));
        }
        Projector projector =
                ((StreamNode.Derive) source.root().steps().get(0)).projector().make();
        List<Projector.Failure> failures = assertTimeoutPreemptively(
                Duration.ofSeconds(SLOWEST_SECONDS),
                () -> Compiler.within(java.time.ZoneOffset.UTC, () -> projector.projectEach(row)));
        assertThat(failures).hasSize(1);
    }
}
