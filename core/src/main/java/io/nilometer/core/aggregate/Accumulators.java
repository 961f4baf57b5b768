package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import org.jspecify.annotations.Nullable;

/** Makes the accumulator of an aggregate; one for each worker. */
public final class Accumulators {

    private Accumulators() {}

    /**
     * For adding events to cells of a scan.
     *
     * @param argumentSlots of the inputs, in order
     * @param filterSlot boolean slot: the event counts when true; -1 when all do
     * @param dictionary the one of the scan
     * @throws IllegalArgumentException when the function does not take such inputs
     */
    public static Accumulator of(AggregateSpec spec, int[] argumentSlots, int filterSlot, ScanDictionary dictionary) {
        if (argumentSlots.length != spec.inputs().size()) {
            throw new IllegalArgumentException(spec.text() + ": " + argumentSlots.length + " slots for "
                    + spec.inputs().size() + " inputs");
        }
        Accumulator accumulator = make(spec, argumentSlots.clone(), dictionary);
        return filterSlot < 0 ? accumulator : new Filtered(accumulator, filterSlot);
    }

    /** For writing cells of a scan: {@link Accumulator#update} must not be called. */
    public static Accumulator of(AggregateSpec spec, ScanDictionary dictionary) {
        return make(spec, new int[spec.inputs().size()], dictionary);
    }

    /** For merge: {@link Accumulator#update} must not be called. */
    public static Accumulator of(AggregateSpec spec) {
        return make(spec, new int[spec.inputs().size()], null);
    }

    private static Accumulator make(AggregateSpec spec, int[] slots, @Nullable ScanDictionary dictionary) {
        return spec.distinct() ? distinct(spec, slots, dictionary) : plain(spec, slots, dictionary);
    }

    private static Accumulator countDistinct(AggregateSpec spec, int[] slots, @Nullable ScanDictionary dictionary) {
        return dictionary == null ? new CountDistinct() : new ScannedDistinct(slots, spec.inputs(), dictionary);
    }

    /** Distinct values have the same extremes, and so on; what is left is folded over the set of them. */
    private static Accumulator distinct(AggregateSpec spec, int[] slots, @Nullable ScanDictionary dictionary) {
        return switch (spec.function()) {
            case COUNT, COUNT_DISTINCT -> countDistinct(spec, slots, dictionary);
            case MIN, MAX, BOOL_AND, BOOL_OR, COLLECT_SET, APPROX_COUNT_DISTINCT, FIRST, LAST, MAX_BY, MIN_BY ->
                plain(spec, slots, dictionary);
            case COLLECT_LIST ->
                new TallyAccumulator.DistinctList(slots[0], encoding(spec, 0, true), spec.collectLimit());
            case MODE, CATALYST -> throw new IllegalArgumentException(spec.text() + " does not take DISTINCT");
            default -> new DistinctFold(slots[0], encoding(spec, 0, true), plain(spec, new int[] {0}, dictionary));
        };
    }

    private static Accumulator plain(AggregateSpec spec, int[] slots, @Nullable ScanDictionary dictionary) {
        return switch (spec.function()) {
            case COUNT -> new Count(slots, false);
            case COUNT_IF -> new Count(slots, true);
            case COUNT_DISTINCT -> countDistinct(spec, slots, dictionary);
            case SUM -> sum(spec, slots[0], false);
            case AVG -> sum(spec, slots[0], true);
            case VARIANCE_SAMPLE -> variance(spec, slots[0], true, false);
            case VARIANCE_POPULATION -> variance(spec, slots[0], false, false);
            case STDDEV_SAMPLE -> variance(spec, slots[0], true, true);
            case STDDEV_POPULATION -> variance(spec, slots[0], false, true);
            case MIN, BOOL_AND -> extreme(spec, slots[0], false);
            case MAX, BOOL_OR -> extreme(spec, slots[0], true);
            case PERCENTILE_APPROX -> percentile(spec, slots[0]);
            case PERCENTILE ->
                new TallyAccumulator.Percentile(
                        slots[0], encoding(spec, 0, true), spec.collectLimit(), Percentages.of(spec));
            case APPROX_COUNT_DISTINCT ->
                new ApproxCountDistinct(slots[0], encoding(spec, 0, true), ApproxCountDistinct.precision(spec));
            case COLLECT_SET -> new CollectSet(slots[0], encoding(spec, 0, true), spec.collectLimit(), dictionary);
            case COLLECT_LIST -> new CollectList(slots[0], encoding(spec, 0, false), spec.collectLimit());
            case FIRST ->
                Pick.first(slots[0], encoding(spec, 0, false), spec.parameters().contains(true));
            case LAST ->
                Pick.last(slots[0], encoding(spec, 0, false), spec.parameters().contains(true));
            case MAX_BY -> Pick.by(slots[0], encoding(spec, 0, false), slots[1], encoding(spec, 1, true), true);
            case MIN_BY -> Pick.by(slots[0], encoding(spec, 0, false), slots[1], encoding(spec, 1, true), false);
            case MODE -> new TallyAccumulator.Mode(slots[0], encoding(spec, 0, true), spec.collectLimit());
            case CATALYST -> {
                if (spec.catalyst() == null) {
                    throw new IllegalArgumentException(spec.text() + " has nothing to run it");
                }
                yield new OpaqueAccumulator(spec.catalyst().make(), slots);
            }
        };
    }

    private static Encoding encoding(AggregateSpec spec, int input, boolean distinct) {
        return new Encoding(spec.inputs().get(input), distinct);
    }

    private static Accumulator sum(AggregateSpec spec, int slot, boolean average) {
        FieldType type = spec.inputs().get(0);
        if (type instanceof FieldType.Decimal decimal && spec.result() instanceof FieldType.Decimal result) {
            return new DecimalSum(slot, decimal, result, average);
        }
        boolean integer = isInteger(spec, type);
        return integer && !average ? new LongSum(slot) : new DoubleSum(slot, integer, average);
    }

    private static Accumulator percentile(AggregateSpec spec, int slot) {
        FieldType type = spec.inputs().get(0);
        return type instanceof FieldType.Decimal decimal && decimal.precision() > 18
                ? new WidePercentile(slot, decimal, Percentages.of(spec))
                : new PercentileApprox(slot, type, Percentages.of(spec));
    }

    private static Accumulator variance(AggregateSpec spec, int slot, boolean sample, boolean root) {
        return new Variance(slot, isInteger(spec, spec.inputs().get(0)), sample, root);
    }

    private static Accumulator extreme(AggregateSpec spec, int slot, boolean largest) {
        FieldType type = spec.inputs().get(0);
        return switch (type.slot()) {
            case LONG -> new LongExtreme(slot, type, largest);
            case DOUBLE -> new DoubleExtreme(slot, type, largest);
            case BYTES, OBJECT -> new BytesExtreme(slot, new Encoding(type, false), largest);
        };
    }

    /** True for a type kept as a long, false for one kept as a double. */
    private static boolean isInteger(AggregateSpec spec, @Nullable FieldType type) {
        if (type == Simple.FLOAT || type == Simple.DOUBLE) {
            return false;
        }
        if (type == Simple.BYTE || type == Simple.SHORT || type == Simple.INT || type == Simple.LONG) {
            return true;
        }
        throw new IllegalArgumentException(spec.text() + " does not take " + (type == null ? "nothing" : type.sql()));
    }
}
