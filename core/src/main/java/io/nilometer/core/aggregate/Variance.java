package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Variances and standard deviations, from the sum and the sum of squares, each kept in three doubles (about 159 bits) by
 * Klein's second-order compensated summation (A. Klein, "A generalized Kahan-Babuška-summation-algorithm", Computing 76,
 * 2006); squares are exact pairs (Dekker's TwoProduct by fused multiply-add). So the usual objection to this formula,
 * cancellation, does not hold: the sums resolve even values that differ in their last bit, and, unlike with Welford's
 * recurrence, their order does not matter.
 *
 * <p>State: {@link Tally}, three doubles of the sum, three of the squares. Values from 2^480 on, whose squares would
 * overflow, are summed apart, scaled by 2^-600, in the object slot. Values below 2^-480 lose bits of their squares.
 */
final class Variance extends Accumulator {

    private static final double HUGE = 0x1p480;
    private static final double DOWN = 0x1p-600;
    private static final BigDecimal UP = BigDecimal.valueOf(2).pow(600);
    /** Below this share of the squares' mean a variance is the noise of the sums: all values are equal. */
    private static final BigDecimal NOISE = new BigDecimal(0x1p-140);

    private final int slot;
    private final boolean integer;
    private final boolean sample;
    private final boolean root;

    /** @param root whether the result is the standard deviation */
    Variance(int slot, boolean integer, boolean sample, boolean root) {
        this.slot = slot;
        this.integer = integer;
        this.sample = sample;
        this.root = root;
    }

    @Override
    public int longs() {
        return 7;
    }

    @Override
    public int objects() {
        return 1;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        if (row.isNullAt(slot)) {
            return;
        }
        double value = integer ? row.longAt(slot) : row.doubleAt(slot);
        if (Math.abs(value) < HUGE) {
            longs[at]++;
            addWithSquare(longs, at + 1, value);
        } else if (Double.isFinite(value)) {
            longs[at]++;
            addWithSquare(huge(objects, objectAt), 0, value * DOWN);
        } else {
            longs[at] = Tally.withSpecial(longs[at], value);
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        int form = other.readByte();
        longs[at] = Tally.merge(longs[at], Tally.read(other));
        for (int i = 0; i < 6; i++) {
            if ((form & 1 << i) != 0) {
                add(longs, at + 1 + i / 3 * 3, other.readDouble());
            }
        }
        if ((form & 1 << 6) != 0) {
            long[] huge = huge(objects, objectAt);
            for (int i = 0; i < 6; i++) {
                add(huge, i / 3 * 3, other.readDouble());
            }
        }
    }

    @Override
    public void merge(
            long[] longs,
            int at,
            @Nullable Object[] objects,
            int objectAt,
            long[] otherLongs,
            int otherAt,
            @Nullable Object[] otherObjects,
            int otherObjectAt) {
        longs[at] = Tally.merge(longs[at], otherLongs[otherAt]);
        addAll(longs, at + 1, otherLongs, otherAt + 1);
        if (otherObjects[otherObjectAt] instanceof long[] otherHuge) {
            addAll(huge(objects, objectAt), 0, otherHuge, 0);
        }
    }

    /** Form (bit i: double i is not zero, bit 6: huge values), tally, then what the form says. */
    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        long[] huge = (long[]) objects[objectAt];
        int form = huge != null ? 1 << 6 : 0;
        for (int i = 0; i < 6; i++) {
            form |= longs[at + 1 + i] != 0 ? 1 << i : 0;
        }
        out.writeByte(form);
        Tally.write(longs[at], out);
        for (int i = 0; i < 6; i++) {
            if (longs[at + 1 + i] != 0) {
                out.writeLong(longs[at + 1 + i]);
            }
        }
        if (huge != null) {
            for (long word : huge) {
                out.writeLong(word);
            }
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        long count = Tally.count(longs[at]);
        if (count == 0 || sample && count == 1) {
            return null;
        }
        if (!Tally.onlyFinite(longs[at])) {
            return Double.NaN;
        }
        long divisor = sample ? count - 1 : count;
        if (objects[objectAt] == null) {
            double squares = value(longs, at + 4, 0) + value(longs, at + 4, 1);
            double deviations = fastDeviations(longs, at + 1, count);
            if (deviations >= squares * 0x1p-20) {
                return root ? Math.sqrt(deviations / divisor) : deviations / divisor;
            }
        }
        BigDecimal sum = exact(longs, at + 1);
        BigDecimal squares = exact(longs, at + 4);
        if (objects[objectAt] instanceof long[] huge) {
            sum = sum.add(exact(huge, 0).multiply(UP));
            squares = squares.add(exact(huge, 3).multiply(UP).multiply(UP));
        }
        BigDecimal n = BigDecimal.valueOf(count);
        BigDecimal deviations = squares.multiply(n).subtract(sum.multiply(sum));
        if (deviations.compareTo(squares.multiply(NOISE)) <= 0) {
            return 0.0;
        }
        BigDecimal variance = deviations.divide(n.multiply(BigDecimal.valueOf(divisor)), MathContext.DECIMAL128);
        return root ? variance.sqrt(MathContext.DECIMAL64).doubleValue() : variance.doubleValue();
    }

    @Override
    public long heapBytes(@Nullable Object[] objects, int objectAt) {
        return objects[objectAt] == null ? 0 : 64;
    }

    /** Squares minus squared sum through count, in double-double: good to 2^-100 of the squares. */
    private static double fastDeviations(long[] longs, int at, long count) {
        double low = value(longs, at, 1) + value(longs, at, 2);
        double hi = value(longs, at, 0) + low;
        double lo = low - (hi - value(longs, at, 0));
        double product = hi * hi;
        double productLow = Math.fma(hi, hi, -product) + 2 * hi * lo;
        double quotient = product / count;
        double quotientLow = (Math.fma(-quotient, count, product) + productLow) / count;
        double squareLow = value(longs, at + 3, 1) + value(longs, at + 3, 2);
        double square = value(longs, at + 3, 0);
        double difference = square - quotient;
        double part = difference - square;
        double error = (square - (difference - part)) - (quotient + part);
        return difference + (error + (squareLow - quotientLow));
    }

    private static BigDecimal exact(long[] longs, int at) {
        return new BigDecimal(value(longs, at, 0))
                .add(new BigDecimal(value(longs, at, 1)))
                .add(new BigDecimal(value(longs, at, 2)));
    }

    private static double value(long[] longs, int at, int i) {
        return Double.longBitsToDouble(longs[at + i]);
    }

    private static long[] huge(@Nullable Object[] objects, int objectAt) {
        if (objects[objectAt] instanceof long[] huge) {
            return huge;
        }
        long[] made = new long[6];
        objects[objectAt] = made;
        return made;
    }

    private static void addAll(long[] sums, int at, long[] others, int otherAt) {
        for (int i = 0; i < 6; i++) {
            if (others[otherAt + i] != 0) {
                add(sums, at + i / 3 * 3, value(others, otherAt, i));
            }
        }
    }

    private static void addWithSquare(long[] sums, int at, double value) {
        add(sums, at, value);
        double square = value * value;
        add(sums, at + 3, square);
        addLower(sums, at + 4, Math.fma(value, value, -square));
    }

    private static void add(long[] sum, int at, double value) {
        double old = Double.longBitsToDouble(sum[at]);
        double rounded = old + value;
        double part = rounded - old;
        sum[at] = Double.doubleToRawLongBits(rounded);
        addLower(sum, at + 1, (old - (rounded - part)) + (value - part));
    }

    /** Into the second double, and its error into the third. */
    private static void addLower(long[] sum, int at, double value) {
        double old = Double.longBitsToDouble(sum[at]);
        double rounded = old + value;
        double part = rounded - old;
        sum[at] = Double.doubleToRawLongBits(rounded);
        double error = (old - (rounded - part)) + (value - part);
        sum[at + 1] = Double.doubleToRawLongBits(Double.longBitsToDouble(sum[at + 1]) + error);
    }
}
