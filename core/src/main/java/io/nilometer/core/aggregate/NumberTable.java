package io.nilometer.core.aggregate;

/**
 * A set of numbers as a hash table in one array: open addressing, number + 1 or 0, a power of two of places, at most three
 * quarters in use.
 */
final class NumberTable {

    private static final int SMALLEST = 4;

    private NumberTable() {}

    /** How many places a table with room for so many numbers has. */
    static int places(int numbers) {
        int places = SMALLEST;
        while (places - (places >> 2) < numbers) {
            places *= 2;
        }
        return places;
    }

    static boolean hasRoom(int[] table, int size) {
        return size < table.length - (table.length >> 2);
    }

    static boolean holds(int[] table, int number) {
        return table[place(table, number)] != 0;
    }

    /** Adds a number that is not there; there must be room. */
    static void add(int[] table, int number) {
        table[place(table, number)] = number + 1;
    }

    static int largest(int[] table) {
        int largest = 0;
        for (int held : table) {
            largest = Math.max(largest, held);
        }
        return largest - 1;
    }

    /** Where a number is, or else would go. The factor is a secret of this process: nobody can make numbers collide. */
    private static int place(int[] table, int number) {
        int mask = table.length - 1;
        int place = (int) (number * DistinctEntries.FACTOR_A >>> Integer.numberOfLeadingZeros(table.length) + 33);
        while (table[place] != 0 && table[place] != number + 1) {
            place = place + 1 & mask;
        }
        return place;
    }
}
