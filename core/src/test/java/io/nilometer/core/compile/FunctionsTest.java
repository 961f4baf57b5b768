package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Field;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Evaluates every function that {@code functions.txt} lists, over columns (not constants), in generated code. */
class FunctionsTest {

    private static final String SCHEMA =
            "s string; t string; i int; l bigint; d double; m decimal(10,2); b boolean; ts timestamp; dt date;"
                    + "arr array<int>; words array<string>; mp map<string,int>; st struct<a:int,b:string>; bin binary; n string; js string; url string";

    private static final Map<String, Object> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("s", "Spark SQL");
        VALUES.put("t", "a,b,c");
        VALUES.put("i", 7L);
        VALUES.put("l", 42L);
        VALUES.put("d", 2.5);
        VALUES.put("m", new BigDecimal("12.34"));
        VALUES.put("b", true);
        VALUES.put("ts", Instant.parse("2026-03-04T05:06:07.891Z"));
        VALUES.put("dt", LocalDate.parse("2026-03-04"));
        VALUES.put("arr", Arrays.asList(3L, 1L, 2L, null));
        VALUES.put("words", List.of("b", "a"));
        VALUES.put("mp", new java.util.TreeMap<>(Map.of("x", 1L, "y", 2L)));
        VALUES.put("st", Map.of("a", 5L, "b", "five"));
        VALUES.put("bin", new byte[] {1, 2, 3});
        VALUES.put("n", null);
        VALUES.put("js", "{\"a\":1,\"b\":{\"c\":[1,2]}}");
        VALUES.put("url", "http://user@host:80/p/q?x=1&y=2#f");
    }

    record Line(String sql, String expected) {}

    static List<Line> table() throws IOException {
        try (InputStream in = Objects.requireNonNull(FunctionsTest.class.getResourceAsStream("functions.txt"))) {
            List<Line> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split(" ⇒ ", 2);
                    lines.add(new Line(parts[0].strip(), parts.length > 1 ? parts[1].strip() : ""));
                }
            }
            return lines;
        }
    }

    /** Compiled fifty at a time: one analysis and one generated class each. */
    static Map<String, String> evaluate(List<String> expressions) {
        Map<String, String> results = new LinkedHashMap<>();
        for (int start = 0; start < expressions.size(); start += 50) {
            List<String> part = expressions.subList(start, Math.min(expressions.size(), start + 50));
            List<String> pairs = new ArrayList<>();
            for (int i = 0; i < part.size(); i++) {
                pairs.add("c" + i);
                pairs.add(part.get(i));
            }
            evaluate(part, pairs, results);
        }
        return results;
    }

    private static void evaluate(List<String> part, List<String> pairs, Map<String, String> results) {
        TestPipeline p = pipeline();
        p.source("x", SCHEMA, "arrival", p.derive(pairs.toArray(String[]::new))).output("out", "x");
        Compiled compiled = Compiler.compile(p.build(), TestFormat.components());
        assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
        Program program = compiled.program().orElseThrow();
        SourceProgram source = program.sources().get(0);
        EventRow row = new EventRow(source.slots());
        for (int slot = 0; slot < source.fields().size(); slot++) {
            Field field = source.fields().get(slot);
            Object value = VALUES.get(field.name());
            row.update(slot, CatalystValues.toCatalyst(field.type(), value));
        }
        for (StreamNode.Step step : source.root().steps()) {
            ((StreamNode.Derive) step).projector().make().project(row);
        }
        List<io.nilometer.api.Column> columns =
                program.streamOutputs().get(0).relation().columns();
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).name().matches("c\\d+")) {
                int slot = source.root().outputSlots()[c];
                Object value =
                        CatalystValues.toJava(row.type(slot), row.get(slot, CatalystValues.dataType(row.type(slot))));
                results.put(
                        part.get(Integer.parseInt(columns.get(c).name().substring(1))),
                        value instanceof byte[] bytes ? "0x" + HexFormat.of().formatHex(bytes) : String.valueOf(value));
            }
        }
    }

    @Test
    void every_listed_function_gives_its_result() throws IOException {
        List<Line> table = table();
        Map<String, String> results = evaluate(table.stream().map(Line::sql).toList());
        assertThat(table).hasSizeGreaterThan(300);
        List<String> wrong = table.stream()
                .filter(line -> !line.expected().equals(results.get(line.sql())))
                .map(line -> line.sql() + " ⇒ " + results.get(line.sql()) + " instead of " + line.expected())
                .toList();
        assertThat(wrong).isEmpty();
    }
}
