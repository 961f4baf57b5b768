package io.nilometer.core.aggregate;

import java.util.Arrays;

/**
 * Gives every distinct value of a scan a number, so that the sets of all its cells hold four bytes a value, and a value that
 * several aggregates count is looked for once. Values are {@link DistinctValue}s.
 */
final class ValueNumbers {

    /** Told in place of a number when there are too many values. */
    static final int NONE = -1;

    private static final int SMALLEST = 1 << 10;

    /** More values than this keep nobody from counting them, only from numbering them. */
    private static final int MOST = 1 << 20;

    /** What is kept from batch to batch: the values of a stream come again. */
    private static final int MOST_KEPT = 1 << 17;

    private static final int REMEMBERED = 8;

    /** Two longs a value, by number. */
    private long[] values = new long[2 * SMALLEST];

    /** Open addressing: number + 1, or 0. */
    private int[] places = new int[2 * SMALLEST];

    private int size;
    private final long[] lastA = new long[REMEMBERED];
    private final long[] lastB = new long[REMEMBERED];
    private final int[] last = new int[REMEMBERED];

    /** @param slot of the row that the value comes from: its last value is remembered */
    int number(int slot, long a, long b) {
        return number(slot, a, b, MOST);
    }

    /**
     * Numbers a value only if it is there, or among the first.
     *
     * @param most how many values there may be before a new one gets {@link #NONE}
     */
    int number(int slot, long a, long b, int most) {
        int memory = slot & REMEMBERED - 1;
        if (lastB[memory] == b && lastA[memory] == a) {
            return last[memory];
        }
        int number = find(a, b, most);
        if (number != NONE) {
            lastA[memory] = a;
            lastB[memory] = b;
            last[memory] = number;
        }
        return number;
    }

    long a(int number) {
        return values[2 * number];
    }

    long b(int number) {
        return values[2 * number + 1];
    }

    /** True when all numbers have been forgotten, and the next value gets 0. */
    boolean cleared() {
        boolean forget = size > MOST_KEPT;
        if (forget) {
            values = new long[2 * SMALLEST];
            places = new int[2 * SMALLEST];
            size = 0;
            Arrays.fill(lastB, 0);
        }
        return forget;
    }

    private int find(long a, long b, int most) {
        int mask = places.length - 1;
        int place = (int) (DistinctEntries.hash(a, b) >>> 32) & mask;
        while (true) {
            int number = places[place] - 1;
            if (number < 0) {
                return size < most ? add(place, a, b) : NONE;
            }
            if (values[2 * number] == a && values[2 * number + 1] == b) {
                return number;
            }
            place = place + 1 & mask;
        }
    }

    private int add(int place, long a, long b) {
        int number = size++;
        if (2 * number == values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[2 * number] = a;
        values[2 * number + 1] = b;
        places[place] = number + 1;
        if (2 * size > places.length) {
            spread();
        }
        return number;
    }

    private void spread() {
        int[] larger = new int[2 * places.length];
        int mask = larger.length - 1;
        for (int number = 0; number < size; number++) {
            int place = (int) (DistinctEntries.hash(a(number), b(number)) >>> 32) & mask;
            while (larger[place] != 0) {
                place = place + 1 & mask;
            }
            larger[place] = number + 1;
        }
        places = larger;
    }
}
