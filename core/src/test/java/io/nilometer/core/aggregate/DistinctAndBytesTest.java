package io.nilometer.core.aggregate;

import static io.nilometer.core.aggregate.NumericAggregatesTest.present;
import static io.nilometer.core.aggregate.NumericAggregatesTest.seeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.core.aggregate.Cuts.Event;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DistinctAndBytesTest {

    private static final FieldType STRUCT = new FieldType.Struct(List.of(
            new FieldType.Member("name", Simple.STRING),
            new FieldType.Member("amounts", new FieldType.Array(new FieldType.Decimal(30, 2))),
            new FieldType.Member("score", Simple.DOUBLE)));

    /** In Spark's order, obviously: text by its bytes, nulls first, arrays element by element. */
    @SuppressWarnings("unchecked")
    static int compare(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == other ? 0 : one == null ? -1 : 1;
        }
        if (one instanceof String text) {
            return Arrays.compareUnsigned(utf8(text), utf8((String) other));
        }
        if (one instanceof List<?> list) {
            List<?> second = (List<?>) other;
            for (int i = 0; i < Math.min(list.size(), second.size()); i++) {
                int compared = compare(list.get(i), second.get(i));
                if (compared != 0) {
                    return compared;
                }
            }
            return Integer.compare(list.size(), second.size());
        }
        if (one instanceof Map<?, ?> map) {
            return compare(new ArrayList<>(map.values()), new ArrayList<>(((Map<?, ?>) other).values()));
        }
        return ((Comparable<Object>) one).compareTo(other);
    }

    @Test
    void finds_the_smallest_and_largest_text_decimal_array_and_struct() {
        seeds(random -> {
            NumericAggregatesTest.extremes(
                    Simple.STRING, Values.events(random, 40, Values::text), DistinctAndBytesTest::compare, random);
            FieldType.Decimal wide = new FieldType.Decimal(38, 9);
            List<Event> decimals = Values.events(random, 40, r -> Values.decimal(r, 38, 9));
            NumericAggregatesTest.extremes(wide, decimals, DistinctAndBytesTest::compare, random);
            FieldType.Array texts = new FieldType.Array(Simple.STRING);
            List<Event> arrays = Values.events(random, 40, DistinctAndBytesTest::array);
            NumericAggregatesTest.extremes(texts, arrays, DistinctAndBytesTest::compare, random);
            List<Event> structs = Values.events(random, 40, DistinctAndBytesTest::struct);
            NumericAggregatesTest.extremes(STRUCT, structs, DistinctAndBytesTest::compare, random);
        });
    }

    @Test
    void counts_distinct_texts_longs_doubles_and_structs() {
        seeds(random -> {
            distinct(Simple.STRING, Values.events(random, 200, Values::text), random);
            distinct(
                    Simple.LONG,
                    Values.events(random, 300, r -> r.nextBoolean() ? Values.anyLong(r) : r.nextLong(1000)),
                    random);
            distinct(new FieldType.Decimal(12, 2), Values.events(random, 40, r -> Values.decimal(r, 12, 2)), random);
            distinct(STRUCT, Values.events(random, 40, DistinctAndBytesTest::struct), random);
            List<Event> doubles = Values.events(random, 100, Values::any);
            Set<Object> expected = new HashSet<>();
            present(doubles).forEach(v -> expected.add((Double) v + 0.0));
            assertThat(Cuts.result(
                            Cuts.spec(AggregateFunction.COUNT_DISTINCT, Simple.DOUBLE, Simple.LONG), doubles, random))
                    .isEqualTo((long) expected.size());
        });
    }

    @Test
    void tells_tuples_of_texts_apart_wherever_they_are_cut() {
        AggregateSpec spec = new AggregateSpec(
                AggregateFunction.COUNT,
                true,
                List.of(Simple.STRING, Simple.STRING, Simple.INT),
                Simple.LONG,
                List.of(),
                10,
                null,
                "");
        seeds(random -> {
            List<Event> events = new ArrayList<>();
            Set<List<@Nullable Object>> expected = new HashSet<>();
            for (int i = random.nextInt(60); i > 0; i--) {
                @Nullable
                Object[] tuple = {
                    "aaaaaaaaaaaaaaaaaaaa".substring(random.nextInt(21)),
                    "aaa".substring(random.nextInt(4)),
                    random.nextInt(5) == 0 ? null : (Object) random.nextInt(2)
                };
                events.add(Event.of(i, i, tuple));
                if (tuple[2] != null) {
                    expected.add(Arrays.asList(tuple));
                }
            }
            assertThat(Cuts.result(spec, events, random)).isEqualTo((long) expected.size());
        });
    }

    @Test
    void counts_a_hundred_thousand_distinct_values_in_cells_of_all_sizes() {
        Random random = new Random(3);
        AggregateSpec spec = Cuts.spec(AggregateFunction.COUNT_DISTINCT, Simple.STRING, Simple.LONG);
        for (int round = 0; round < 5; round++) {
            List<Event> events = new ArrayList<>();
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 100_000; i++) {
                String value = "user-" + random.nextInt(60_000) + (round == 4 ? "-with-a-long-name" : "");
                expected.add(value);
                events.add(Event.of(i, i, value));
            }
            assertThat(Cuts.result(spec, events, random)).isEqualTo((long) expected.size());
        }
    }

    @Test
    void hashes_as_murmur3_does() {
        Murmur3 hash = new Murmur3();
        hash.hash(utf8("xThe quick brown fox jumps over the lazy dog"), 1, 43);
        assertThat(hash.low()).isEqualTo(0xe34bbc7bbc071b6cL);
        assertThat(hash.high()).isEqualTo(0x7a433ca9c49a9347L);
        hash.hash(utf8("hello"), 0, 5);
        assertThat(hash.low()).isEqualTo(0xcbd8a7b341bd9b02L);
        assertThat(hash.high()).isEqualTo(0x5b1e906a48ae1d19L);
    }

    @Test
    void sums_averages_and_lists_distinct_values_once() {
        seeds(random -> {
            List<Event> events = Values.events(random, 60, r -> (double) r.nextInt(20));
            double[] values = present(events).stream()
                    .mapToDouble(v -> (Double) v)
                    .distinct()
                    .toArray();
            Object sum = values.length == 0 ? null : Arrays.stream(values).sum();
            assertThat(Cuts.result(distinctly(AggregateFunction.SUM, Simple.DOUBLE), events, random))
                    .isEqualTo(sum);
            Object mean = values.length == 0 ? null : Arrays.stream(values).sum() / values.length;
            assertThat(Cuts.result(distinctly(AggregateFunction.AVG, Simple.DOUBLE), events, random))
                    .isEqualTo(mean);
            List<Object> list = present(
                            events.stream().sorted(CollectionsTest.ORDER).toList())
                    .stream()
                    .distinct()
                    .toList();
            FieldType array = new FieldType.Array(Simple.DOUBLE);
            assertThat(Cuts.result(distinctly(AggregateFunction.COLLECT_LIST, array), events, random))
                    .isEqualTo(list);
        });
    }

    private static AggregateSpec distinctly(AggregateFunction function, FieldType result) {
        return new AggregateSpec(
                function, true, List.of(Simple.DOUBLE), result, List.of(), 1000, null, function + " distinct");
    }

    private static void distinct(FieldType type, List<Event> events, Random random) {
        Set<Object> expected = new HashSet<>(present(events));
        assertThat(Cuts.result(Cuts.spec(AggregateFunction.COUNT_DISTINCT, type, Simple.LONG), events, random))
                .isEqualTo((long) expected.size());
    }

    private static List<@Nullable Object> array(Random random) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(random.nextInt(4) == 0 ? null : Values.text(random));
        }
        return elements;
    }

    private static Map<String, @Nullable Object> struct(Random random) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("name", random.nextInt(4) == 0 ? null : Values.text(random));
        BigDecimal amount = Values.decimal(random, 30, 2);
        struct.put("amounts", random.nextInt(4) == 0 ? null : List.of(amount, amount.negate()));
        struct.put("score", random.nextInt(4) == 0 ? null : (Object) Values.benign(random));
        return struct;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
