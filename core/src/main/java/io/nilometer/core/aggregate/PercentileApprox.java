package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code percentile_approx}: the smallest value whose rank is at least percentage × count. Exact up to 256 values; beyond,
 * a {@link LogHistogram} answers, within the smallest and largest value. Which of the two depends on the count alone.
 *
 * <p>Values are kept as longs in signed order: integers, times and small decimals (unscaled) as they are, others as doubles
 * with the lower bits of negative ones turned over.
 */
final class PercentileApprox extends ObjectAccumulator<PercentileApprox.State> {

    static final int EXACT = 256;

    private final int slot;
    private final FieldType type;
    private final boolean longs;
    private final int scale;
    private final Percentages percentages;

    PercentileApprox(int slot, FieldType type, Percentages percentages) {
        this.slot = slot;
        this.type = type;
        this.percentages = percentages;
        boolean smallDecimal = type instanceof FieldType.Decimal decimal && decimal.precision() <= 18;
        this.longs = type.slot() == FieldType.Slot.LONG || smallDecimal;
        this.scale = type instanceof FieldType.Decimal decimal ? decimal.scale() : 0;
    }

    /** Up to {@link #EXACT} values, or a histogram of them; the smallest and largest of all. */
    static final class State {
        private long count;
        private long smallest = Long.MAX_VALUE;
        private long largest = Long.MIN_VALUE;
        private long[] values = new long[4];
        private @Nullable LogHistogram histogram;
    }

    @Override
    State empty() {
        return new State();
    }

    @Override
    boolean skips(EventRow row) {
        return row.isNullAt(slot);
    }

    @Override
    void add(State state, EventRow row, EventOrder order) {
        if (type.slot() == FieldType.Slot.LONG) {
            add(state, row.longAt(slot));
        } else if (type.slot() == FieldType.Slot.DOUBLE) {
            add(state, ofDouble(row.doubleAt(slot)));
        } else {
            Object decimal = Objects.requireNonNull(row.objectAt(slot));
            add(
                    state,
                    longs
                            ? CatalystValues.unscaledLong(decimal, scale)
                            : ofDouble(((BigDecimal) Objects.requireNonNull(CatalystValues.toJava(type, decimal)))
                                    .doubleValue()));
        }
    }

    @Override
    void addAll(State state, State other) {
        if (other.histogram == null) {
            for (int i = 0; i < other.count; i++) {
                add(state, other.values[i]);
            }
        } else {
            histogram(state).addAll(other.histogram);
            widen(state, other.count, other.smallest, other.largest);
        }
    }

    @Override
    void addAll(State state, ByteReader other) {
        long count = other.readUnsigned();
        if (count <= EXACT) {
            for (int i = 0; i < count; i++) {
                add(state, longs ? other.readSigned() : other.readLong());
            }
        } else {
            LogHistogram histogram = histogram(state);
            widen(state, count, other.readLong(), other.readLong());
            histogram.addAll(other);
        }
    }

    @Override
    void write(State state, ByteWriter out) {
        out.writeUnsigned(state.count);
        if (state.histogram != null) {
            out.writeLong(state.smallest);
            out.writeLong(state.largest);
            state.histogram.write(out);
            return;
        }
        for (int i = 0; i < state.count; i++) {
            if (longs) {
                out.writeSigned(state.values[i]);
            } else {
                out.writeLong(state.values[i]);
            }
        }
    }

    @Override
    @Nullable
    Object result(State state) {
        if (state.count == 0) {
            return null;
        }
        LogHistogram histogram = state.histogram;
        long[] sorted = histogram == null ? Arrays.copyOf(state.values, (int) state.count) : new long[0];
        Arrays.sort(sorted);
        return percentages.answer(percentage -> {
            long rank = Math.min(state.count, Math.max(1, (long) Math.ceil(percentage * state.count)));
            if (histogram == null) {
                return plain(sorted[(int) rank - 1]);
            }
            long value = rank == 1
                    ? state.smallest
                    : rank == state.count ? state.largest : ofEstimate(histogram.valueAt(rank));
            return plain(Math.max(state.smallest, Math.min(state.largest, value)));
        });
    }

    @Override
    long heapBytes(State state) {
        return 64 + 8L * state.values.length + (state.histogram == null ? 0 : state.histogram.heapBytes());
    }

    private void add(State state, long value) {
        if (state.histogram == null && state.count < EXACT) {
            int count = (int) state.count;
            if (count == state.values.length) {
                state.values = Arrays.copyOf(state.values, 2 * count);
            }
            state.values[count] = value;
        } else {
            histogram(state).add(toDouble(value));
        }
        widen(state, 1, value, value);
    }

    private static void widen(State state, long more, long smallest, long largest) {
        state.count += more;
        state.smallest = Math.min(state.smallest, smallest);
        state.largest = Math.max(state.largest, largest);
    }

    /** Made of the values so far when it is needed for the first time. */
    private LogHistogram histogram(State state) {
        LogHistogram histogram = state.histogram;
        if (histogram == null) {
            histogram = new LogHistogram();
            for (int i = 0; i < state.count; i++) {
                histogram.add(toDouble(state.values[i]));
            }
            state.values = new long[0];
            state.histogram = histogram;
        }
        return histogram;
    }

    private double toDouble(long value) {
        if (!longs) {
            return Double.longBitsToDouble(flipped(value));
        }
        return scale == 0 ? value : BigDecimal.valueOf(value, scale).doubleValue();
    }

    private long ofEstimate(double estimate) {
        if (!longs) {
            return ofDouble(estimate);
        }
        if (scale == 0) {
            return Math.round(estimate);
        }
        return BigDecimal.valueOf(estimate)
                .setScale(scale, RoundingMode.HALF_UP)
                .unscaledValue()
                .longValue();
    }

    private Object plain(long value) {
        if (longs) {
            return type instanceof FieldType.Decimal ? BigDecimal.valueOf(value, scale) : (Object) value;
        }
        double number = Double.longBitsToDouble(flipped(value));
        return type instanceof FieldType.Decimal
                ? BigDecimal.valueOf(number).setScale(scale, RoundingMode.HALF_UP)
                : (Object) number;
    }

    private static long ofDouble(double value) {
        return flipped(Double.doubleToLongBits(value));
    }

    private static long flipped(long bits) {
        return bits ^ (bits >> 63) >>> 1;
    }
}
