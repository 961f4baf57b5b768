package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code percentile_approx} of decimals of more than 18 digits: what {@link PercentileApprox} does, on large numbers. */
final class WidePercentile extends ObjectAccumulator<WidePercentile.State> {

    /** More than the bits of any value of 38 digits. */
    private static final int BITS = 127;

    private final int slot;
    private final FieldType.Decimal type;
    private final Percentages percentages;

    WidePercentile(int slot, FieldType.Decimal type, Percentages percentages) {
        this.slot = slot;
        this.type = type;
        this.percentages = percentages;
    }

    /** Counts by prefix; the smallest and largest value. */
    static final class State {
        private final int capacity;
        private TreeMap<BigInteger, Long> counts = new TreeMap<>();
        private long total;
        private int level;
        private @Nullable BigInteger smallest;
        private @Nullable BigInteger largest;

        private State(int capacity) {
            this.capacity = capacity;
        }

        private void add(BigInteger value, long times) {
            counts.merge(prefix(value, level), times, Long::sum);
            total += times;
            if (counts.size() > capacity) {
                raise(enough());
            }
        }

        private void widen(@Nullable BigInteger least, @Nullable BigInteger most) {
            smallest = least == null || smallest != null && smallest.compareTo(least) < 0 ? smallest : least;
            largest = most == null || largest != null && largest.compareTo(most) > 0 ? largest : most;
        }

        private void raise(int to) {
            if (to > level) {
                TreeMap<BigInteger, Long> coarser = new TreeMap<>();
                counts.forEach((key, count) -> coarser.merge(prefix(key, to), count, Long::sum));
                counts = coarser;
                level = to;
            }
        }

        /** The first level at which the prefixes fit. */
        private int enough() {
            int not = level;
            int fits = BITS - 1;
            while (fits - not > 1) {
                int middle = (not + fits) / 2;
                long left = counts.keySet().stream()
                        .map(key -> prefix(key, middle))
                        .distinct()
                        .count();
                if (left > capacity) {
                    not = middle;
                } else {
                    fits = middle;
                }
            }
            return fits;
        }

        private BigInteger valueAt(long rank) {
            BigInteger least = Objects.requireNonNull(smallest);
            BigInteger most = Objects.requireNonNull(largest);
            if (rank <= 1 || rank >= total) {
                return rank <= 1 ? least : most;
            }
            long seen = 0;
            for (Map.Entry<BigInteger, Long> entry : counts.entrySet()) {
                if (seen + entry.getValue() >= rank) {
                    double share = PrefixHistogram.share(rank - seen, entry.getValue());
                    return within(entry.getKey(), level, share).max(least).min(most);
                }
                seen += entry.getValue();
            }
            throw new IllegalStateException("rank " + rank + " of " + seen);
        }
    }

    private static int dropped(BigInteger size, int level) {
        return Math.max(0, level - (BITS - size.bitLength()));
    }

    private static BigInteger prefix(BigInteger value, int level) {
        BigInteger size = value.abs();
        int dropped = dropped(size, level);
        BigInteger kept = size.shiftRight(dropped).shiftLeft(dropped);
        return value.signum() < 0 ? kept.negate() : kept;
    }

    private static BigInteger within(BigInteger prefix, int level, double share) {
        BigDecimal width = new BigDecimal(BigInteger.ONE.shiftLeft(dropped(prefix.abs(), level)));
        BigInteger step = width.multiply(new BigDecimal(prefix.signum() < 0 ? 1 - share : share))
                .toBigInteger()
                .min(width.toBigInteger().subtract(BigInteger.ONE));
        return prefix.signum() < 0 ? prefix.subtract(step) : prefix.add(step);
    }

    @Override
    State empty() {
        return new State(percentages.capacity());
    }

    @Override
    boolean skips(EventRow row) {
        return row.isNullAt(slot);
    }

    @Override
    void add(State state, EventRow row, EventOrder order) {
        Object decimal = CatalystValues.toJava(type, row.objectAt(slot));
        BigInteger value = ((BigDecimal) Objects.requireNonNull(decimal))
                .setScale(type.scale(), RoundingMode.HALF_UP)
                .unscaledValue();
        state.widen(value, value);
        state.add(value, 1);
    }

    @Override
    void addAll(State state, State other) {
        state.widen(other.smallest, other.largest);
        state.raise(other.level);
        other.counts.forEach(state::add);
    }

    @Override
    void addAll(State state, ByteReader other) {
        state.raise(other.readByte());
        state.widen(new BigInteger(other.readBytes()), new BigInteger(other.readBytes()));
        for (int rest = other.readLength(); rest > 0; rest--) {
            BigInteger key = new BigInteger(other.readBytes());
            state.add(key, other.readUnsigned());
        }
    }

    @Override
    void write(State state, ByteWriter out) {
        out.writeByte(state.level);
        write(Objects.requireNonNull(state.smallest), out);
        write(Objects.requireNonNull(state.largest), out);
        out.writeUnsigned(state.counts.size());
        state.counts.forEach((key, count) -> {
            write(key, out);
            out.writeUnsigned(count);
        });
    }

    private static void write(BigInteger number, ByteWriter out) {
        byte[] bytes = number.toByteArray();
        out.writeBytes(bytes, 0, bytes.length);
    }

    @Override
    @Nullable
    Object result(State state) {
        return state.total == 0
                ? null
                : percentages.answer(percentage ->
                        new BigDecimal(state.valueAt(PercentileApprox.rank(percentage, state.total)), type.scale()));
    }

    @Override
    long heapBytes(State state) {
        return 160 + 144L * state.counts.size();
    }
}
