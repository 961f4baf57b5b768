package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * {@code sum} and {@code avg} of floating-point numbers, {@code avg} of integers. State: {@link Tally}, and the sum as a
 * double-double (the bits of hi and lo). TwoSum is Knuth's (TAOCP vol. 2, 4.2.2, theorem B), the double-double sum that of
 * Dekker (Numer. Math. 18, 1971) as in Hida, Li and Bailey's QD library: about 106 bits, so that the order of additions
 * shows in the result about once in 2^50 times, where values do not cancel.
 *
 * <p>Finite values from 2^960 on are summed apart, scaled down, in the object slot: no partial sum overflows whatever
 * the order, and less than 2^61 smaller ones stay below 2^1022.
 */
final class DoubleSum extends Accumulator {

    private static final double HUGE = 0x1p960;
    private static final int SCALE = 128;
    private static final double DOWN = 0x1p-128;

    private final int slot;
    private final boolean integer;
    private final boolean average;

    /** @param integer whether the slot holds a long */
    DoubleSum(int slot, boolean integer, boolean average) {
        this.slot = slot;
        this.integer = integer;
        this.average = average;
    }

    @Override
    public int longs() {
        return 3;
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
            add(longs, at + 1, value);
        } else if (Double.isFinite(value)) {
            longs[at]++;
            add(huge(objects, objectAt), 0, value * DOWN);
        } else {
            longs[at] = Tally.withSpecial(longs[at], value);
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        int form = other.readByte();
        longs[at] = Tally.merge(longs[at], Tally.read(other));
        if ((form & 1) != 0) {
            add(longs, at + 1, other.readDouble());
        }
        if ((form & 2) != 0) {
            add(longs, at + 1, other.readDouble());
        }
        if ((form & 4) != 0) {
            long[] huge = huge(objects, objectAt);
            add(huge, 0, other.readDouble());
            add(huge, 0, other.readDouble());
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
        addPair(longs, at + 1, otherLongs, otherAt + 1);
        if (otherObjects[otherObjectAt] instanceof long[] otherHuge) {
            addPair(huge(objects, objectAt), 0, otherHuge, 0);
        }
    }

    /** Form (1: hi is not zero, 2: lo is not zero, 4: huge values), tally, then what the form says. */
    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        long[] huge = (long[]) objects[objectAt];
        out.writeByte((longs[at + 1] != 0 ? 1 : 0) | (longs[at + 2] != 0 ? 2 : 0) | (huge != null ? 4 : 0));
        Tally.write(longs[at], out);
        if (longs[at + 1] != 0) {
            out.writeLong(longs[at + 1]);
        }
        if (longs[at + 2] != 0) {
            out.writeLong(longs[at + 2]);
        }
        if (huge != null) {
            out.writeLong(huge[0]);
            out.writeLong(huge[1]);
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        long count = Tally.count(longs[at]);
        if (count == 0) {
            return null;
        }
        double divisor = average ? count : 1;
        if (!Tally.onlyFinite(longs[at])) {
            return Tally.specialSum(longs[at]) / divisor;
        }
        double sum = Double.longBitsToDouble(longs[at + 1]);
        if (objects[objectAt] instanceof long[] huge && huge[0] << 1 != 0) {
            long[] all = huge.clone();
            add(all, 0, sum * DOWN);
            add(all, 0, Double.longBitsToDouble(longs[at + 2]) * DOWN);
            return Math.scalb(Double.longBitsToDouble(all[0]) / divisor, SCALE);
        }
        return sum / divisor;
    }

    @Override
    public long heapBytes(@Nullable Object[] objects, int objectAt) {
        return objects[objectAt] == null ? 0 : 32;
    }

    private static long[] huge(@Nullable Object[] objects, int objectAt) {
        if (objects[objectAt] instanceof long[] huge) {
            return huge;
        }
        long[] made = new long[2];
        objects[objectAt] = made;
        return made;
    }

    private static void addPair(long[] sum, int at, long[] other, int otherAt) {
        add(sum, at, Double.longBitsToDouble(other[otherAt]));
        if (other[otherAt + 1] != 0) {
            add(sum, at, Double.longBitsToDouble(other[otherAt + 1]));
        }
    }

    private static void add(long[] sum, int at, double value) {
        double hi = Double.longBitsToDouble(sum[at]);
        double rounded = hi + value;
        double part = rounded - hi;
        double lo = Double.longBitsToDouble(sum[at + 1]) + ((hi - (rounded - part)) + (value - part));
        double newHi = rounded + lo;
        sum[at] = Double.doubleToRawLongBits(newHi);
        sum[at + 1] = Double.doubleToRawLongBits(lo - (newHi - rounded));
    }
}
