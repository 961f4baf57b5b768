package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import org.jspecify.annotations.Nullable;

/** Makes the accumulator of an aggregate; one for each worker. */
public final class Accumulators {

    private Accumulators() {}

    /**
     * For scan.
     *
     * @param argumentSlots of the inputs, in order
     * @param filterSlot boolean slot: the event counts when true; -1 when all do
     * @throws IllegalArgumentException when the function does not take such inputs
     */
    public static Accumulator of(AggregateSpec spec, int[] argumentSlots, int filterSlot) {
        if (argumentSlots.length != spec.inputs().size()) {
            throw new IllegalArgumentException(
                    spec.text() + ": " + argumentSlots.length + " slots for " + spec.inputs().size() + " inputs");
        }
        Accumulator accumulator = make(spec, argumentSlots.clone());
        return filterSlot < 0 ? accumulator : new Filtered(accumulator, filterSlot);
    }

    /** For merge: {@link Accumulator#update} must not be called. */
    public static Accumulator of(AggregateSpec spec) {
        return make(spec, new int[spec.inputs().size()]);
    }

    private static Accumulator make(AggregateSpec spec, int[] slots) {
        return switch (spec.function()) {
            case COUNT -> spec.distinct() ? new CountDistinct(slots, spec.inputs()) : new Count(slots, false);
            case COUNT_IF -> new Count(slots, true);
            case COUNT_DISTINCT -> new CountDistinct(slots, spec.inputs());
            case SUM -> sum(spec, slots[0], false);
            case AVG -> sum(spec, slots[0], true);
            case VARIANCE_SAMPLE -> variance(spec, slots[0], true, false);
            case VARIANCE_POPULATION -> variance(spec, slots[0], false, false);
            case STDDEV_SAMPLE -> variance(spec, slots[0], true, true);
            case STDDEV_POPULATION -> variance(spec, slots[0], false, true);
            case MIN, BOOL_AND -> extreme(spec, slots[0], false);
            case MAX, BOOL_OR -> extreme(spec, slots[0], true);
            default -> throw new IllegalArgumentException(spec.text());
        };
    }

    private static Accumulator sum(AggregateSpec spec, int slot, boolean average) {
        FieldType type = spec.inputs().get(0);
        if (type instanceof FieldType.Decimal decimal && spec.result() instanceof FieldType.Decimal result) {
            return new DecimalSum(slot, decimal, result, average);
        }
        boolean integer = isInteger(spec, type);
        return integer && !average ? new LongSum(slot) : new DoubleSum(slot, integer, average);
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
