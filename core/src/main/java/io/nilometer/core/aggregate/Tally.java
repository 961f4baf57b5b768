package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;

/**
 * One long that holds how many doubles were added (the lower 61 bits) and which of NaN, +∞ and −∞ was among them: those
 * must not enter a compensated sum, which they would turn into NaN.
 */
final class Tally {

    static final long NAN = 1L << 63;
    static final long POSITIVE = 1L << 62;
    static final long NEGATIVE = 1L << 61;
    private static final long SPECIAL = NAN | POSITIVE | NEGATIVE;

    private Tally() {}

    static long count(long tally) {
        return tally & ~SPECIAL;
    }

    static boolean onlyFinite(long tally) {
        return (tally & SPECIAL) == 0;
    }

    /** The tally with one more value, which is not finite. */
    static long withSpecial(long tally, double value) {
        return (tally + 1) | (value != value ? NAN : value > 0 ? POSITIVE : NEGATIVE);
    }

    static long merge(long one, long other) {
        return (count(one) + count(other)) | ((one | other) & SPECIAL);
    }

    /** What the sum is when not all values were finite. */
    static double specialSum(long tally) {
        if ((tally & NAN) != 0 || (tally & POSITIVE) != 0 && (tally & NEGATIVE) != 0) {
            return Double.NaN;
        }
        return (tally & POSITIVE) != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    static void write(long tally, ByteWriter out) {
        out.writeUnsigned(Long.rotateLeft(tally, 3));
    }

    static long read(ByteReader in) {
        return Long.rotateRight(in.readUnsigned(), 3);
    }
}
