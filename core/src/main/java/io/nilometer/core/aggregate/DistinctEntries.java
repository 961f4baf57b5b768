package io.nilometer.core.aggregate;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * A set of pairs of longs (the second never 0) in one array: open addressing, linear probing, a power of two of places, at
 * most three quarters in use. The hash is multiplicative with random odd factors of this process (Dietzfelbinger et al.,
 * 1997): nobody outside can prepare values that collide, and no result shows the places.
 */
final class DistinctEntries {

    static final long FACTOR_A = new SecureRandom().nextLong() | 1;
    private static final long FACTOR_B = new SecureRandom().nextLong() | 1;
    private static final int SMALLEST = 4;
    private static final int LARGEST = 1 << 29;

    private DistinctEntries() {}

    /** A table with room for so many entries. */
    static long[] table(int entries) {
        int places = SMALLEST;
        while (places - (places >> 2) < entries) {
            places = doubled(places);
        }
        return new long[2 * places];
    }

    /** The table, or a larger copy of it with room for one entry more than it has. */
    static long[] withRoom(long[] table, long entries) {
        return hasRoom(table, entries) ? table : moved(table, new long[2 * doubled(table.length >> 1)]);
    }

    /** A table with room for so many entries that holds those of the old one. */
    static long[] enlarged(@Nullable Object old, int entries) {
        if (!(old instanceof long[] table)) {
            return table(entries);
        }
        int places = table.length >> 1;
        return entries <= places - (places >> 2) ? table : moved(table, table(entries));
    }

    /** Adds an entry; there must be room. False when it was there. */
    static boolean add(long[] table, long a, long b) {
        int mask = table.length - 1;
        int place = place(table, a, b);
        while (true) {
            long present = table[place + 1];
            if (present == 0) {
                table[place] = a;
                table[place + 1] = b;
                return true;
            }
            if (present == b && table[place] == a) {
                return false;
            }
            place = place + 2 & mask;
        }
    }

    /** Where an entry would go; a negative number when it is there. */
    static int freePlace(long[] table, long a, long b) {
        int mask = table.length - 1;
        int place = place(table, a, b);
        while (true) {
            long present = table[place + 1];
            if (present == 0) {
                return place;
            }
            if (present == b && table[place] == a) {
                return -1;
            }
            place = place + 2 & mask;
        }
    }

    /** Whether a table that holds so many entries has room for one more. */
    static boolean hasRoom(long[] table, long entries) {
        int places = table.length >> 1;
        return entries < places - (places >> 2);
    }

    /**
     * The place after this one when all are visited, beginning at 0, as often as there are places. Not in the order of the
     * hashes: entries that arrive in that order crowd the front of a smaller table.
     */
    static int next(long[] table, int place) {
        int places = table.length >> 1;
        int stride = (int) (places * 0.618) | 1;
        return ((place >> 1) + stride & places - 1) << 1;
    }

    /** Its highest bits are the best ones. */
    static long hash(long a, long b) {
        return a * FACTOR_A + Long.rotateLeft(b, 32) * FACTOR_B;
    }

    private static int place(long[] table, long a, long b) {
        return (int) (hash(a, b) >>> Integer.numberOfLeadingZeros(table.length) + 33) & table.length - 2;
    }

    private static long[] moved(long[] from, long[] to) {
        for (int place = 0; place < from.length; place += 2) {
            if (from[place + 1] != 0) {
                add(to, from[place], from[place + 1]);
            }
        }
        return to;
    }

    private static int doubled(int places) {
        if (places >= LARGEST) {
            throw new IllegalStateException("more than " + (LARGEST / 4 * 3) + " distinct values in one cell");
        }
        return places * 2;
    }
}
