package io.nilometer.core.merge;

/** How many bytes of heap the new cells of a batch may take in one shard; and what they have taken. */
final class Room {

    private long left = Long.MAX_VALUE;
    private long taken;
    private long cells;

    void set(long bytes) {
        left = bytes;
    }

    boolean isUsedUp() {
        return left <= 0;
    }

    void take(long bytes) {
        left -= bytes;
        taken += bytes;
        cells++;
    }

    /** Bytes since {@link #count}. */
    long taken() {
        return taken;
    }

    /** Cells since {@link #count}. */
    long cells() {
        return cells;
    }

    /** Counts anew what is taken. */
    void count() {
        taken = 0;
        cells = 0;
    }
}
