package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code sum} and {@code avg} of decimals, exact. State: count, and the unscaled sum as a 192-bit two's complement number,
 * lowest word first: wide enough for any count of 38-digit values. Too large for Spark's type of the sum means null, as
 * there; but only the sum itself counts, not the order in which it was reached.
 */
final class DecimalSum extends Accumulator {

    private static final int MAX_PRECISION = 38;

    private final int slot;
    private final FieldType.Decimal input;
    private final FieldType.Decimal output;
    private final boolean average;
    private final BigInteger bound;

    DecimalSum(int slot, FieldType.Decimal input, FieldType.Decimal output, boolean average) {
        this.slot = slot;
        this.input = input;
        this.output = output;
        this.average = average;
        this.bound = BigInteger.TEN.pow(Math.min(MAX_PRECISION, input.precision() + 10));
    }

    @Override
    public int longs() {
        return 4;
    }

    @Override
    public int objects() {
        return 0;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        if (row.isNullAt(slot)) {
            return;
        }
        Object value = Objects.requireNonNull(row.objectAt(slot));
        longs[at]++;
        if (input.precision() <= 18) {
            long unscaled = CatalystValues.unscaledLong(value, input.scale());
            add(longs, at + 1, unscaled, unscaled >> 63, unscaled >> 63);
        } else {
            BigDecimal number = (BigDecimal) Objects.requireNonNull(CatalystValues.toJava(input, value));
            BigInteger unscaled =
                    number.setScale(input.scale(), RoundingMode.HALF_UP).unscaledValue();
            long high = unscaled.shiftRight(64).longValue();
            add(longs, at + 1, unscaled.longValue(), high, high >> 63);
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        longs[at] += other.readUnsigned();
        add(longs, at + 1, other.readLong(), other.readSigned(), other.readSigned());
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
        longs[at] += otherLongs[otherAt];
        add(longs, at + 1, otherLongs[otherAt + 1], otherLongs[otherAt + 2], otherLongs[otherAt + 3]);
    }

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        out.writeUnsigned(longs[at]);
        out.writeLong(longs[at + 1]);
        out.writeSigned(longs[at + 2]);
        out.writeSigned(longs[at + 3]);
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        if (longs[at] == 0) {
            return null;
        }
        byte[] words = ByteBuffer.allocate(24)
                .putLong(longs[at + 3])
                .putLong(longs[at + 2])
                .putLong(longs[at + 1])
                .array();
        BigInteger unscaled = new BigInteger(words);
        if (unscaled.abs().compareTo(bound) >= 0) {
            return null;
        }
        BigDecimal value = new BigDecimal(unscaled, input.scale());
        if (average) {
            // The two roundings of Spark's own division: 38 digits after the point, then the type's.
            value = value.divide(BigDecimal.valueOf(longs[at]), MAX_PRECISION, RoundingMode.HALF_DOWN);
        }
        value = value.setScale(output.scale(), RoundingMode.HALF_UP);
        return value.precision() > output.precision() ? null : CatalystValues.toCatalyst(output, value);
    }

    @Override
    public boolean tooLarge(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return longs[at] > 0 && result(longs, at, objects, objectAt) == null;
    }

    private static void add(long[] sum, int at, long low, long middle, long high) {
        long newLow = sum[at] + low;
        long carry = Long.compareUnsigned(newLow, low) < 0 ? 1 : 0;
        long partial = sum[at + 1] + middle;
        long carries = Long.compareUnsigned(partial, middle) < 0 ? 1 : 0;
        long newMiddle = partial + carry;
        carries += carry != 0 && newMiddle == 0 ? 1 : 0;
        sum[at] = newLow;
        sum[at + 1] = newMiddle;
        sum[at + 2] += high + carries;
    }
}
