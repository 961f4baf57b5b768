package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * {@code approx_count_distinct}: HyperLogLog (Flajolet et al., 2007) over 64-bit hashes as in HyperLogLog++ (Heule, Nunkesser,
 * Hall, 2013), with as many registers as Spark takes for the same error. The estimate is Ertl's ("New cardinality estimation
 * algorithms for HyperLogLog sketches", 2017, algorithm 6): good over the whole range, without the tables of corrections.
 */
final class ApproxCountDistinct extends ObjectAccumulator<byte[]> {

    private static final double DEFAULT_ERROR = 0.05;
    private static final double ALPHA = 0.5 / Math.log(2);

    private final int slot;
    private final Encoding encoding;
    private final boolean slices;
    private final int precision;
    private final ByteWriter scratch = new ByteWriter(64);
    private final Murmur3 hash = new Murmur3();

    ApproxCountDistinct(int slot, Encoding encoding, int precision) {
        this.slot = slot;
        this.encoding = encoding;
        this.slices = Slices.are(encoding.type());
        this.precision = precision;
    }

    /** Binary logarithm of the number of registers for the relative standard deviation that the parameters ask for. */
    static int precision(AggregateSpec spec) {
        double error = spec.parameters().isEmpty()
                ? DEFAULT_ERROR
                : ((Number) spec.parameters().get(0)).doubleValue();
        int precision = (int) Math.ceil(2 * Math.log(1.106 / error) / Math.log(2));
        if (!(error > 0) || precision < 4 || precision > 18) {
            throw new IllegalArgumentException(
                    spec.text() + ": the relative error must be between 0.0022 and 0.39, not " + error);
        }
        return precision;
    }

    @Override
    byte[] empty() {
        return new byte[1 << precision];
    }

    @Override
    boolean skips(EventRow row) {
        return row.isNullAt(slot);
    }

    @Override
    void add(byte[] state, EventRow row, EventOrder order) {
        if (slices) {
            hash.hash(row.bufferAt(slot), row.offsetAt(slot), row.lengthAt(slot));
        } else {
            scratch.reset();
            encoding.write(row, slot, scratch);
            hash.hash(scratch.array(), 0, scratch.size());
        }
        long bits = hash.low();
        int register = (int) (bits >>> 64 - precision);
        // The bit put behind the last one ends the count of leading zeros.
        int zeros = Long.numberOfLeadingZeros(bits << precision | 1L << precision - 1);
        raise(state, register, zeros + 1);
    }

    @Override
    void addAll(byte[] state, byte[] other) {
        for (int i = 0; i < state.length; i++) {
            raise(state, i, other[i]);
        }
    }

    @Override
    void addAll(byte[] state, ByteReader other) {
        int used = other.readLength();
        if (used == state.length) {
            for (int i = 0; i < state.length; i++) {
                raise(state, i, other.readByte());
            }
            return;
        }
        int register = -1;
        for (int i = 0; i < used; i++) {
            register += other.readLength();
            raise(state, register, other.readByte());
        }
    }

    /** How many registers follow: all of them, or those that are not zero, each with its distance from the one before. */
    @Override
    void write(byte[] state, ByteWriter out) {
        int used = 0;
        for (byte value : state) {
            used += value != 0 ? 1 : 0;
        }
        if (used * 2 >= state.length) {
            out.writeBytes(state, 0, state.length);
            return;
        }
        out.writeUnsigned(used);
        int last = -1;
        for (int i = 0; i < state.length; i++) {
            if (state[i] != 0) {
                out.writeUnsigned(i - last);
                out.writeByte(state[i]);
                last = i;
            }
        }
    }

    @Override
    @Nullable
    Object result(byte[] state) {
        int most = 64 - precision + 1;
        int[] histogram = new int[most + 1];
        for (byte value : state) {
            histogram[value]++;
        }
        double m = state.length;
        double z = m * tau(1 - histogram[most] / m);
        for (int k = most - 1; k >= 1; k--) {
            z = 0.5 * (z + histogram[k]);
        }
        z += m * sigma(histogram[0] / m);
        return Math.round(ALPHA * m * m / z);
    }

    @Override
    long heapBytes(byte[] state) {
        return 16 + state.length;
    }

    private static void raise(byte[] state, int register, int value) {
        if (value > state[register]) {
            state[register] = (byte) value;
        }
    }

    private static double sigma(double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }
}
