package io.nilometer.core.aggregate;

/** A set of numbers of {@link ValueNumbers}: the values of one cell while it is scanned. */
final class NumberSet {

    private static final int SMALLEST = 4;

    final ValueNumbers values;

    /** Open addressing: number + 1, or 0; at most three quarters in use. */
    private int[] places = new int[SMALLEST];

    private int size;

    NumberSet(ValueNumbers values) {
        this.values = values;
    }

    /** False when it was there. */
    boolean add(int number) {
        int mask = places.length - 1;
        int place = place(number, places.length);
        while (places[place] != 0) {
            if (places[place] == number + 1) {
                return false;
            }
            place = place + 1 & mask;
        }
        places[place] = number + 1;
        size++;
        if (size > places.length - (places.length >> 2)) {
            spread();
        }
        return true;
    }

    int size() {
        return size;
    }

    interface Visitor {
        void value(long a, long b);
    }

    void each(Visitor visitor) {
        for (int place : places) {
            if (place != 0) {
                visitor.value(values.a(place - 1), values.b(place - 1));
            }
        }
    }

    long heapBytes() {
        return 40 + 4L * places.length;
    }

    private void spread() {
        int[] larger = new int[2 * places.length];
        int mask = larger.length - 1;
        for (int held : places) {
            if (held != 0) {
                int place = place(held - 1, larger.length);
                while (larger[place] != 0) {
                    place = place + 1 & mask;
                }
                larger[place] = held;
            }
        }
        places = larger;
    }

    private static int place(int number, int length) {
        return (int) (number * DistinctEntries.FACTOR_A >>> Integer.numberOfLeadingZeros(length) + 33);
    }
}
