package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code percentile_approx} of what fits a long: the smallest value whose rank is at least percentage × count, as Spark has
 * it, from a {@link PrefixHistogram}. Integers, times and decimals of up to 18 digits (unscaled) are kept as they are,
 * floating-point numbers as their bits; −0.0 is 0.0.
 */
final class PercentileApprox extends ObjectAccumulator<PrefixHistogram> {

    private final int slot;
    private final FieldType type;
    private final Prefix kind;
    private final int scale;
    private final Percentages percentages;

    PercentileApprox(int slot, FieldType type, Percentages percentages) {
        this.slot = slot;
        this.type = type;
        this.percentages = percentages;
        kind = type.slot() == FieldType.Slot.DOUBLE ? Prefix.DOUBLE : Prefix.LONG;
        scale = type instanceof FieldType.Decimal decimal ? decimal.scale() : 0;
    }

    /** The rank of a percentage, from 1. */
    static long rank(double percentage, long count) {
        return Math.min(count, Math.max(1, (long) Math.ceil(percentage * count)));
    }

    @Override
    PrefixHistogram empty() {
        return new PrefixHistogram(kind, percentages.capacity());
    }

    @Override
    boolean skips(EventRow row) {
        return row.isNullAt(slot);
    }

    @Override
    void add(PrefixHistogram state, EventRow row, EventOrder order) {
        switch (type.slot()) {
            case LONG -> state.add(row.longAt(slot));
            case DOUBLE -> state.add(Prefix.ofDouble(row.doubleAt(slot)));
            default -> state.add(CatalystValues.unscaledLong(Objects.requireNonNull(row.objectAt(slot)), scale));
        }
    }

    @Override
    void addAll(PrefixHistogram state, PrefixHistogram other) {
        state.addAll(other);
    }

    @Override
    void addAll(PrefixHistogram state, ByteReader other) {
        state.addAll(other);
    }

    @Override
    void write(PrefixHistogram state, ByteWriter out) {
        state.write(out);
    }

    @Override
    @Nullable
    Object result(PrefixHistogram state) {
        if (state.total() == 0) {
            return null;
        }
        PrefixHistogram.Sorted sorted = state.sorted();
        return percentages.answer(percentage -> plain(state.valueAt(rank(percentage, state.total()), sorted)));
    }

    @Override
    long heapBytes(PrefixHistogram state) {
        return state.heapBytes();
    }

    private Object plain(long value) {
        if (kind == Prefix.DOUBLE) {
            return Prefix.toDouble(value);
        }
        return type instanceof FieldType.Decimal ? BigDecimal.valueOf(value, scale) : (Object) value;
    }
}
