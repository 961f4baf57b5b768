package io.nilometer.core.bytes;

import java.util.Arrays;

/**
 * The values, of two longs each, that a block has written in full so far, by their number in the block: where one of them
 * comes again, the block has its number in place of it (dictionary encoding).
 */
public final class BlockDictionary {

    private static final long[] NONE = new long[0];
    private static final int SMALLEST = 64;

    private long[] values = NONE;
    private int size;

    BlockDictionary() {}

    /** A block begins: what was written before it is not referred to any more. */
    public void begin() {
        size = 0;
    }

    /** A value that has been read in full: it takes the next number, from 0 on. */
    public void add(long a, long b) {
        int at = 2 * size;
        if (at == values.length) {
            values = Arrays.copyOf(values, Math.max(2 * at, 2 * SMALLEST));
        }
        values[at] = a;
        values[at + 1] = b;
        size++;
    }

    /**
     * The first long of a value.
     *
     * @throws IndexOutOfBoundsException when the block has not written so many values
     */
    public long a(int number) {
        return values[2 * check(number)];
    }

    /** The second long, of the same. */
    public long b(int number) {
        return values[2 * check(number) + 1];
    }

    private int check(int number) {
        if (number < 0 || number >= size) {
            throw new IndexOutOfBoundsException("value " + number + " is referred to where there are " + size);
        }
        return number;
    }
}
