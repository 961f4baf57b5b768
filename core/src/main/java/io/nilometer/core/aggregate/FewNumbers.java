package io.nilometer.core.aggregate;

/**
 * Up to five numbers of {@link ValueNumbers} in two longs, so that a small set needs no memory but its cell's: fields of 21
 * bits, number + 1 or 0, three in the first long and two in the second, whose highest byte stays 0.
 */
final class FewNumbers {

    static final int MOST = 5;
    private static final int IN_FIRST = 3;
    private static final int BITS = 21;
    private static final long FIELD = (1L << BITS) - 1;
    private static final long ONES = 1L << 2 * BITS | 1L << BITS | 1L;
    private static final long HIGHEST = ONES << BITS - 1;

    private FewNumbers() {}

    static boolean holds(long first, long second, int number) {
        long wanted = (number + 1) * ONES;
        return hasEmptyField(first ^ wanted) || hasEmptyField(second ^ wanted);
    }

    /** @param size how many numbers the two longs from {@code at} on hold; less than {@link #MOST} */
    static void add(long[] longs, int at, int size, int number) {
        int field = size % IN_FIRST;
        longs[at + size / IN_FIRST] |= (number + 1L) << field * BITS;
    }

    /** The number that was added after so many others. */
    static int number(long[] longs, int at, int after) {
        return (int) (longs[at + after / IN_FIRST] >>> after % IN_FIRST * BITS & FIELD) - 1;
    }

    /** All fields are looked at in one step (Warren, Hacker's Delight, section 6-1). */
    private static boolean hasEmptyField(long word) {
        return (word - ONES & ~word & HIGHEST) != 0;
    }
}
