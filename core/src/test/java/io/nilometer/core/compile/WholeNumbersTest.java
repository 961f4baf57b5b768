package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.Projector;
import io.nilometer.core.program.ResultProjector;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against arithmetic without bounds: a result is that of it, or null and noted where it does not fit. */
class WholeNumbersTest {

    private static final String SCHEMA = "ts timestamp; b tinyint; c tinyint; h smallint; g smallint; i int; j int;"
            + "l bigint; k bigint; f float; d double; m decimal(20,4); w decimal(38,0); v decimal(38,0); dt date";

    private static final Map<String, Object> EXTREMES = new LinkedHashMap<>();

    static {
        EXTREMES.put("b", 127L);
        EXTREMES.put("c", -128L);
        EXTREMES.put("h", 32767L);
        EXTREMES.put("g", -32768L);
        EXTREMES.put("i", (long) Integer.MAX_VALUE);
        EXTREMES.put("j", (long) Integer.MIN_VALUE);
        EXTREMES.put("l", Long.MAX_VALUE);
        EXTREMES.put("k", Long.MIN_VALUE);
        EXTREMES.put("f", 3e9);
        EXTREMES.put("d", 1e20);
        EXTREMES.put("m", new BigDecimal("9999999999999999.9999"));
        EXTREMES.put("w", new BigDecimal("9".repeat(38)));
        EXTREMES.put("v", new BigDecimal("-" + "9".repeat(38)));
        EXTREMES.put("dt", LocalDate.ofEpochDay(1_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b + b | b - c | b * c | -c | abs(c) | h + h | h * h | -g | g - h | abs(g)",
                "i + i | i + 1 | i * i | j - 1 | -j | abs(j) | i + i - i | (i + 1) - 1",
                "l + 1 | l * 2 | k - l | -k | abs(k) | k div -1 | l + l - l | k * -1 | l * l",
                "cast(l as int) | cast(l as smallint) | cast(l as tinyint) | int(l) | cast(i as smallint) | cast(h as tinyint)",
                "cast(d as bigint) | cast(d as int) | cast(f as int) | cast(f as tinyint) | cast(-d as bigint)",
                "cast(double('NaN') + d as int) | cast(w as bigint) | cast(w as int) | cast(m as int)",
                "cast(timestamp_micros(l) as int) | cast(l as timestamp) | cast(d as timestamp) | cast(w as timestamp)",
                "ceil(d) | floor(-d) | ceiling(d * 2) | round(i, -1) | bround(i, -1) | round(l, -1) | round(b, -1) | round(l, -30) + l",
                "w div 1 | date_add(dt, i) | date_sub(dt, j) | dt + i | datediff(date_add(dt, 2147480000), date_sub(dt, 2147480000))",
                "from_unixtime(l) | timestamp_seconds(l) | timestamp_seconds(d) | timestamp_millis(l)",
                "w + w | w * 10 | v - w | w * w",
                "aggregate(array(i, i), 0, (a, x) -> a + x) | transform(array(l), x -> x + 1)[0] | if(l > 0, l + 1, 0)"
            })
    void what_does_not_fit_is_null_and_noted(String line) {
        List<String> all = List.of(line.split(" \\| "));
        Derived derived = new Derived(all);
        Map<String, @Nullable Object> results = derived.of(EXTREMES);
        // round(l, -30) is 0: only adding to it could overflow, and does not.
        assertThat(results).allSatisfy((sql, value) -> assertThat(value)
                .as(sql)
                .isEqualTo(sql.startsWith("round(l, -30)") ? (Object) Long.MAX_VALUE : null));
        assertThat(derived.tooLarge())
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .filter(sql -> !sql.startsWith("round(l, -30)"))
                        .toList());
    }

    @Test
    void random_arithmetic_is_that_of_unbounded_integers() {
        Map<String, BinaryOperator<BigInteger>> operators = new LinkedHashMap<>();
        operators.put("+", BigInteger::add);
        operators.put("-", BigInteger::subtract);
        operators.put("*", BigInteger::multiply);
        List<String> expressions = new ArrayList<>();
        for (String pair : new String[] {"b c", "h g", "i j", "l k", "i l", "b i"}) {
            for (String operator : operators.keySet()) {
                expressions.add(pair.replace(" ", " " + operator + " "));
            }
        }
        expressions.addAll(List.of("l div k", "pmod(l, k)", "pmod(i, j)", "-l", "abs(i)", "cast(l as int)"));
        expressions.addAll(List.of("cast(d as bigint)", "cast(d as int)", "cast(m as bigint)", "cast(l as tinyint)"));
        expressions.addAll(List.of("ceil(d)", "floor(d)", "round(l, -2)", "bround(i, -3)"));
        Derived derived = new Derived(expressions);
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            Map<String, Object> values = new LinkedHashMap<>();
            int[] bits = {8, 8, 16, 16, 32, 32, 64, 64};
            String[] names = {"b", "c", "h", "g", "i", "j", "l", "k"};
            for (int n = 0; n < names.length; n++) {
                values.put(names[n], whole(random, bits[n]));
            }
            double fraction = random.nextGaussian() * Math.pow(2, random.nextInt(70));
            values.put("d", fraction);
            values.put("m", new BigDecimal(new BigInteger(66, random), 4).subtract(new BigDecimal("3e15")));
            int at = seed;
            Map<String, @Nullable Object> actual = derived.of(values);
            List<String> tooLarge = new ArrayList<>();
            actual.forEach((sql, value) -> {
                BigInteger exact = exact(sql, values, operators);
                boolean fits = exact == null || exact.bitLength() < bits(derived.type(sql));
                if (!fits) {
                    tooLarge.add(sql);
                }
                assertThat(value)
                        .as("seed %s: %s of %s", at, sql, values)
                        .isEqualTo(exact == null || !fits ? null : (Object) exact.longValue());
            });
            assertThat(derived.tooLarge()).containsExactlyInAnyOrderElementsOf(tooLarge);
        }
    }

    @Test
    void results_of_a_window_are_null_and_told_where_they_do_not_fit() {
        TestPipeline p = pipeline();
        p.source("s", SCHEMA, "ts")
                .metric(
                        "m",
                        "s",
                        "i",
                        "1m",
                        "least",
                        "min(l)",
                        "more",
                        "least + 1",
                        "less",
                        "int(least)",
                        "all",
                        "least");
        Program program =
                Compiler.compile(p.build(), TestFormat.components()).program().orElseThrow();
        ResultProjector results = program.metrics().get(0).results().make();
        assertThat(project(results, Long.MAX_VALUE)).containsExactly(Long.MAX_VALUE, null, null, Long.MAX_VALUE);
        assertThat(results.wasTooLarge()).isTrue();
        assertThat(project(results, 5L)).containsExactly(5L, 6L, 5L, 5L);
        assertThat(results.wasTooLarge()).isFalse();
        assertThat(results.takeFailures()).isZero();
    }

    private static List<@Nullable Object> project(ResultProjector results, long least) {
        List<@Nullable Object> values = java.util.Objects.requireNonNull(
                        results.project(new Object[] {1}, new Object[] {least}, 0, 1))
                .values();
        return values.subList(3, values.size());
    }

    private static long whole(Random random, int bits) {
        long edge = random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
        long value = random.nextInt(3) == 0 ? edge - (random.nextInt(5) - 2) : random.nextLong() >> random.nextInt(60);
        return random.nextInt(10) == 0 ? random.nextInt(3) - 1 : value >> (64 - bits);
    }

    private static @Nullable BigInteger exact(
            String sql, Map<String, Object> values, Map<String, BinaryOperator<BigInteger>> operators) {
        String[] words = sql.split("\\W+");
        if (sql.startsWith("cast")) {
            return decimal(values.get(words[1])).toBigInteger();
        }
        if (sql.startsWith("ceil") || sql.startsWith("floor")) {
            RoundingMode mode = sql.startsWith("ceil") ? RoundingMode.CEILING : RoundingMode.FLOOR;
            return decimal(values.get("d")).setScale(0, mode).toBigInteger();
        }
        if (sql.contains("round")) {
            RoundingMode mode = sql.startsWith("b") ? RoundingMode.HALF_EVEN : RoundingMode.HALF_UP;
            return decimal(values.get(words[1]))
                    .setScale(-Integer.parseInt(words[2]), mode)
                    .toBigInteger();
        }
        if (sql.startsWith("-") || sql.startsWith("abs")) {
            BigInteger one = decimal(values.get(words[1])).toBigInteger();
            return sql.startsWith("-") ? one.negate() : one.abs();
        }
        int first = sql.startsWith("pmod") ? 1 : 0;
        BigInteger a = decimal(values.get(words[first])).toBigInteger();
        BigInteger b = decimal(values.get(words[words.length - 1])).toBigInteger();
        if (sql.startsWith("pmod") || sql.contains("div")) {
            if (b.signum() == 0) {
                return null;
            }
            BigInteger rest = a.remainder(b);
            return sql.contains("div")
                    ? a.divide(b)
                    : rest.signum() < 0 ? rest.add(b).remainder(b) : rest;
        }
        BinaryOperator<BigInteger> operator = operators.get(sql.split(" ")[1]);
        return java.util.Objects.requireNonNull(operator).apply(a, b);
    }

    private static BigDecimal decimal(@Nullable Object value) {
        return value instanceof BigDecimal number
                ? number
                : value instanceof Double number ? new BigDecimal(number) : new BigDecimal(String.valueOf(value));
    }

    private static int bits(FieldType type) {
        return type == FieldType.Simple.BYTE
                ? 8
                : type == FieldType.Simple.SHORT ? 16 : type == FieldType.Simple.INT ? 32 : 64;
    }

    /** Columns derived in generated code. */
    private static final class Derived {

        private final SourceProgram source;
        private final Projector projector;
        private final Map<String, Integer> slots = new LinkedHashMap<>();
        private final EventRow row;

        Derived(List<String> expressions) {
            TestPipeline p = pipeline();
            List<String> pairs = new ArrayList<>();
            expressions.forEach(sql -> pairs.addAll(List.of(sql, sql)));
            p.source("s", SCHEMA, "arrival", p.derive(pairs.toArray(String[]::new)))
                    .output("out", "s");
            Compiled compiled = Compiler.compile(p.build(), TestFormat.components());
            assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
            Program program = compiled.program().orElseThrow();
            source = program.sources().get(0);
            projector = ((StreamNode.Derive) source.root().steps().get(0))
                    .projector()
                    .make();
            List<io.nilometer.api.Column> columns =
                    program.streamOutputs().get(0).relation().columns();
            for (int i = 0; i < columns.size(); i++) {
                if (expressions.contains(columns.get(i).name())) {
                    slots.put(columns.get(i).name(), source.root().outputSlots()[i]);
                }
            }
            row = new EventRow(source.slots());
        }

        FieldType type(String expression) {
            return row.type(java.util.Objects.requireNonNull(slots.get(expression)));
        }

        Map<String, @Nullable Object> of(Map<String, Object> values) {
            row.clear();
            for (int slot = 0; slot < source.fields().size(); slot++) {
                Field field = source.fields().get(slot);
                row.update(slot, CatalystValues.toCatalyst(field.type(), values.get(field.name())));
            }
            projector.project(row);
            Map<String, @Nullable Object> results = new LinkedHashMap<>();
            slots.forEach((sql, slot) -> {
                FieldType type = row.type(slot);
                results.put(sql, CatalystValues.toJava(type, row.get(slot, CatalystValues.dataType(type))));
            });
            return results;
        }

        List<String> tooLarge() {
            return List.copyOf(row.tooLarge());
        }
    }
}
