package io.nilometer.core.aggregate;

/**
 * How values kept as longs in signed order lose their lowest bits. Dropping bits keeps the order, and what is equal at one
 * level is equal at all coarser ones.
 */
enum Prefix {

    /**
     * Integers, times and unscaled decimals, as they are. They lose the lowest bits that a floating-point number of 63 bits
     * behind the leading one would lose: large and small values keep the same number of digits, and values near each other
     * stay apart wherever they lie.
     */
    LONG {
        @Override
        long of(long value, int level) {
            long size = size(value);
            int dropped = level - Long.numberOfLeadingZeros(size);
            return dropped <= 0 ? value : signed(size >>> dropped << dropped, value);
        }

        @Override
        long within(long prefix, int level, double share) {
            long size = size(prefix);
            int dropped = level - Long.numberOfLeadingZeros(size);
            return dropped <= 0 || size < 0 ? prefix : signed(size + step(dropped, prefix, share), prefix);
        }

        @Override
        int meeting(long one, long other) {
            long size = size(one);
            int zeros = Long.numberOfLeadingZeros(size);
            if ((one ^ other) < 0 || zeros != Long.numberOfLeadingZeros(size(other))) {
                return NEVER;
            }
            return zeros + Long.SIZE - Long.numberOfLeadingZeros(size ^ size(other));
        }

        private static long size(long value) {
            return value < 0 ? -value : value;
        }

        private static long signed(long size, long like) {
            return like < 0 ? -size : size;
        }
    },

    /**
     * Floating-point numbers: their bits, those of negative ones turned over. Infinities and NaN, the largest, stay by
     * themselves.
     */
    DOUBLE {
        @Override
        long of(long value, int level) {
            long sign = value >> 63;
            long size = value ^ sign;
            return size >= INFINITY ? value : size >>> level << level ^ sign;
        }

        @Override
        long within(long prefix, int level, double share) {
            long sign = prefix >> 63;
            long size = prefix ^ sign;
            return size >= INFINITY ? prefix : Math.min(size + step(level, prefix, share), INFINITY - 1) ^ sign;
        }

        @Override
        int meeting(long one, long other) {
            long sign = one >> 63;
            if ((one ^ other) < 0 || (one ^ sign) >= INFINITY || (other ^ sign) >= INFINITY) {
                return NEVER;
            }
            return Long.SIZE - Long.numberOfLeadingZeros(one ^ other);
        }
    };

    /** The coarsest level; there are less than a few hundred prefixes then. */
    static final int COARSEST = 63;

    /** More than any level. */
    static final int NEVER = 64;

    private static final long INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

    /** The value without what a level drops; the smallest in size of all that have this prefix. */
    abstract long of(long value, int level);

    /** The value that so large a share, between 0 and 1, of what a prefix can stand for lies below. */
    abstract long within(long prefix, int level, double share);

    /** The first level at which two different values have the same prefix. */
    abstract int meeting(long one, long other);

    private static long step(int dropped, long like, double share) {
        return Math.min((1L << dropped) - 1, (long) Math.scalb(like < 0 ? 1 - share : share, dropped));
    }

    static long ofDouble(double value) {
        return flipped(Double.doubleToLongBits(value + 0.0));
    }

    static double toDouble(long value) {
        return Double.longBitsToDouble(flipped(value));
    }

    private static long flipped(long bits) {
        return bits ^ (bits >> 63) >>> 1;
    }
}
