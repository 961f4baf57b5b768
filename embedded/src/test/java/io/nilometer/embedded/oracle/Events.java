package io.nilometer.embedded.oracle;

import io.nilometer.core.row.CatalystValues;
import io.nilometer.embedded.RandomCuts;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Random events, both as JSON records and as rows of Spark's, which no decoder of ours has seen. */
public final class Events {

    /** As a pipeline's schema; {@code n} numbers the events. */
    public static final String[][] SCHEMA = {
        {"n", "bigint"},
        {"ts", "timestamp"},
        {"s", "string"},
        {"t", "string"},
        {"i", "int"},
        {"l", "bigint"},
        {"d", "double"},
        {"x", "double"},
        {"m", "decimal(12,2)"},
        {"b", "boolean"},
        {"a", "array<int>"}
    };

    /** With the order of events and the clock of the partition before each, in microseconds. */
    static final StructType TYPE =
            StructType.fromDDL("n bigint, ts timestamp, s string, t string, i int, l bigint, d double,"
                    + " x double, m decimal(12,2), b boolean, a array<int>, _part bigint, _pos bigint, _clock bigint");

    private static final String[] TEXTS = {"", "a", "abc", "äöü", "日本", "😀a", "ﬀ", "a\"b\\c\n", " x ", "A%_", "-", "İ"
    };
    private static final int[] INTS = {0, 1, -1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final long[] LONGS = {0, 3, -5, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final double[] DOUBLES = {
        0, -0.5, 1e-300, 1.5e300, -2e15, 1e22, 4.9e-324, 1.7976931348623157e308, 0.1
    };

    public final List<RandomCuts.Record> records = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    private final Random random;
    private final StringBuilder json = new StringBuilder();

    public Events(Random random, int count) {
        this.random = random;
        int partitions = 1 + random.nextInt(4);
        long base = random.nextInt(5) == 0 ? -60_000_000L : 1_767_225_600_000_000L;
        long[] time = new long[partitions];
        Map<Integer, Long> clocks = new HashMap<>();
        long[] position = new long[partitions];
        for (int n = 0; n < count; n++) {
            int partition = random.nextInt(partitions);
            time[partition] += random.nextInt(4) * 250_000L;
            long micros = base + time[partition] - (random.nextInt(3) == 0 ? random.nextInt(40) * 500_000L : 0);
            add(n, micros, "p" + partition, ++position[partition], clocks.get(partition));
            clocks.merge(partition, micros, Math::max);
        }
    }

    private void add(int n, long micros, String partition, long position, @Nullable Long clock) {
        json.setLength(0);
        json.append("{\"n\":")
                .append(n)
                .append(",\"ts\":\"")
                .append(CatalystValues.instant(micros))
                .append('"');
        Object s = value("s", () -> TEXTS[random.nextInt(TEXTS.length)]);
        Object t = value("t", () -> "k" + random.nextInt(4));
        Object i =
                value("i", () -> random.nextInt(6) == 0 ? INTS[random.nextInt(INTS.length)] : random.nextInt(12) - 4);
        Object l =
                value("l", () -> random.nextInt(6) == 0 ? LONGS[random.nextInt(LONGS.length)] : random.nextInt(9) - 2L);
        Object d = value("d", () -> random.nextInt(4) == 0 ? random.nextInt(1000) / 10.0 : random.nextInt(80) / 8.0);
        Object x = value("x", () -> DOUBLES[random.nextInt(DOUBLES.length)]);
        Object m = value("m", () -> BigDecimal.valueOf(random.nextInt(200_000) - 50_000, 2));
        Object b = value("b", random::nextBoolean);
        Object a = value("a", () -> {
            List<@Nullable Integer> list = new ArrayList<>();
            for (int size = random.nextInt(4); size > 0; size--) {
                list.add(random.nextInt(8) == 0 ? null : random.nextInt(5));
            }
            return list;
        });
        json.append('}');
        records.add(new RandomCuts.Record(partition, json.toString().getBytes(StandardCharsets.UTF_8)));
        rows.add(RowFactory.create(
                (long) n,
                CatalystValues.instant(micros),
                s,
                t,
                i,
                l,
                d,
                x,
                m,
                b,
                a,
                RandomCuts.partition(partition).order(),
                position,
                clock));
    }

    /** A value, written; or null, missing, or something that does not fit. */
    private @Nullable Object value(String field, Supplier<Object> make) {
        switch (random.nextInt(16)) {
            case 0 -> json.append(",\"").append(field).append("\":null");
            case 1 -> json.append(",\"other\":{\"").append(field).append("\":[1,{}]}");
            case 2 -> {
                if (!field.equals("s") && !field.equals("t")) {
                    json.append(",\"").append(field).append("\":").append(random.nextBoolean() ? "1e400" : "\"?\"");
                }
            }
            default -> {
                Object value = make.get();
                json.append(",\"")
                        .append(field)
                        .append("\":")
                        .append(value instanceof String text ? quoted(text) : value);
                return value;
            }
        }
        return null;
    }

    private String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        boolean escape = random.nextBoolean();
        text.chars().forEach(c -> {
            if (c < ' ' || escape && c > 126) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
