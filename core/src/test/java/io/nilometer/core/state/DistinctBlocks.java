package io.nilometer.core.state;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.core.aggregate.Accumulators;
import io.nilometer.core.aggregate.AggregateFunction;
import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.aggregate.EventOrder;
import io.nilometer.core.aggregate.ScanDictionary;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.row.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A scan of two groupings that count events, distinct texts and distinct numbers, and what merge should make of it. */
final class DistinctBlocks {

    static final int GROUPINGS = 2;

    private static final List<AggregateSpec> SPECS = List.of(
            spec(AggregateFunction.COUNT_DISTINCT, List.of(Simple.STRING)),
            spec(AggregateFunction.COUNT, List.of()),
            spec(AggregateFunction.COUNT_DISTINCT, List.of(Simple.LONG)));

    /** Distinct texts and numbers by grouping, key and slice. */
    final Map<Cell, Values> expected = new HashMap<>();

    private final ScanDictionary dictionary = new ScanDictionary();
    private final EventRow row = new EventRow(List.of(Simple.STRING, Simple.LONG));
    private final CellTable[] tables = new CellTable[GROUPINGS];
    private final CellUpdate update;

    record Cell(int grouping, String key, long slice) {}

    record Values(Set<String> texts, Set<Long> numbers) {}

    DistinctBlocks() {
        CellLayout layout = new CellLayout(
                SPECS.stream().map(spec -> Accumulators.of(spec, dictionary)).toList(), SPECS.size());
        update = new CellUpdate(
                layout,
                List.of(
                        Accumulators.of(SPECS.get(0), new int[] {0}, -1, dictionary),
                        Accumulators.of(SPECS.get(1), new int[0], -1, dictionary),
                        Accumulators.of(SPECS.get(2), new int[] {1}, -1, dictionary)));
        for (int grouping = 0; grouping < GROUPINGS; grouping++) {
            tables[grouping] = new CellTable(layout);
        }
    }

    static CellLayout mergeLayout() {
        return new CellLayout(SPECS.stream().map(Accumulators::of).toList(), SPECS.size());
    }

    void event(String key, long slice, String text, long number) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        row.clear();
        row.setBytes(0, bytes, 0, bytes.length);
        row.setLong(1, number);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        long hash = KeyHash.of(keyBytes, 0, keyBytes.length);
        for (int grouping = 0; grouping < GROUPINGS; grouping++) {
            long in = slice / (grouping + 1);
            int cell = tables[grouping].cell(keyBytes, 0, keyBytes.length, hash, in, 0);
            tables[grouping].update(cell, update, row, new EventOrder());
            Values values = expected.computeIfAbsent(
                    new Cell(grouping, key, in), fresh -> new Values(new HashSet<>(), new HashSet<>()));
            values.texts.add(text);
            values.numbers.add(number);
        }
    }

    /** Events with values that come again to a random degree. */
    void events(int count, Random random) {
        int keys = 1 + random.nextInt(random.nextBoolean() ? 5 : 200);
        int values = 1 + random.nextInt(1 << random.nextInt(14));
        String suffix = random.nextInt(4) == 0 ? "-a-name-that-is-hashed" : "";
        for (int i = 0; i < count; i++) {
            int value = random.nextInt(values);
            event("key-" + random.nextInt(keys), random.nextInt(4), value + suffix, random.nextInt(values) - 3L);
        }
    }

    /** Ends a batch of the scan. */
    byte[][] finish(int shards) {
        byte[][] blocks = ScanBlocks.write(tables, shards, dictionary);
        for (CellTable table : tables) {
            table.clear();
        }
        dictionary.cleared();
        return blocks;
    }

    private static AggregateSpec spec(AggregateFunction function, List<FieldType> inputs) {
        return new AggregateSpec(function, false, inputs, Simple.LONG, List.of(), 10, null, function + " of " + inputs);
    }
}
