package io.nilometer.core.aggregate;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A growing set of numbers of {@link ValueNumbers}: an {@code int[]} (see {@link NumberTable}) as long as that is smaller
 * than a bitmap from 0 to its largest number, otherwise a {@link BitSet}. A cell refers to one of them directly: an object
 * around it would be one cache miss more for every event.
 */
final class NumberSet {

    private NumberSet() {}

    static boolean holds(@Nullable Object set, int number) {
        if (set instanceof int[] table) {
            return NumberTable.holds(table, number);
        }
        return set instanceof BitSet bits && bits.get(number);
    }

    /**
     * Adds a number that is not there.
     *
     * @param set null for the empty one
     * @param size how many numbers it holds
     * @return the set that holds it too: this one, or another in its place
     */
    static Object with(@Nullable Object set, int size, int number) {
        Object roomy = set instanceof BitSet bits ? fitting(bits, size, number) : roomy((int[]) set, size, number);
        if (roomy instanceof int[] table) {
            NumberTable.add(table, number);
        } else {
            ((BitSet) roomy).set(number);
        }
        return roomy;
    }

    /**
     * Writes all numbers into an array from a place on.
     *
     * @return the place behind the last one
     */
    static int copy(@Nullable Object set, int[] into, int from) {
        int at = from;
        if (set instanceof int[] table) {
            for (int held : table) {
                if (held != 0) {
                    into[at++] = held - 1;
                }
            }
        } else if (set instanceof BitSet bits) {
            for (int number = bits.nextSetBit(0); number >= 0; number = bits.nextSetBit(number + 1)) {
                into[at++] = number;
            }
        }
        return at;
    }

    static long heapBytes(@Nullable Object set) {
        if (set instanceof int[] table) {
            return 16 + 4L * table.length;
        }
        return set instanceof BitSet bits ? 40 + bits.size() / 8 : 0;
    }

    /** A table that is full becomes whatever is smaller: one twice as large, or a bitmap. */
    private static Object roomy(int @Nullable [] table, int size, int number) {
        if (table == null) {
            return new int[NumberTable.places(1)];
        }
        if (NumberTable.hasRoom(table, size)) {
            return table;
        }
        int places = NumberTable.places(size + 1);
        int largest = Math.max(NumberTable.largest(table), number);
        if (bitmapBytes(largest) > tableBytes(places)) {
            int[] larger = new int[places];
            for (int held : table) {
                if (held != 0) {
                    NumberTable.add(larger, held - 1);
                }
            }
            return larger;
        }
        BitSet bits = new BitSet(largest + 1);
        for (int held : table) {
            if (held != 0) {
                bits.set(held - 1);
            }
        }
        return bits;
    }

    /**
     * A bitmap that would have to grow for a number that came late becomes a table again when that is less than half as
     * large: otherwise one new value could cost 128 KB in every cell that sees it.
     */
    private static Object fitting(BitSet bits, int size, int number) {
        int places = NumberTable.places(size + 1);
        if (number < bits.size() || bitmapBytes(number) <= 2 * tableBytes(places)) {
            return bits;
        }
        int[] table = new int[places];
        for (int held = bits.nextSetBit(0); held >= 0; held = bits.nextSetBit(held + 1)) {
            NumberTable.add(table, held);
        }
        return table;
    }

    private static long bitmapBytes(int largest) {
        return ((largest >> 6) + 1L) * Long.BYTES;
    }

    private static long tableBytes(int places) {
        return (long) places * Integer.BYTES;
    }
}
