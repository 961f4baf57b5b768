package io.nilometer.embedded.store;

import java.util.Optional;

/**
 * Which batches the outbox keeps and how large they are, so that trimming need not look. Trimmed batches are let go of at
 * once but deleted many at a time: each deleted range slows down every later read of the outbox.
 */
final class OutboxIndex {

    /** What a batch counts beside its rows: it bounds this index, too. */
    private static final long BATCH_CHARGE = 256;

    private static final int DELETED_TOGETHER = 64;
    private static final long DELETED_TOGETHER_BYTES = 4L << 20;

    /** Rings of one length: {@code size} batches, the oldest at {@code first}. */
    private long[] batches = new long[DELETED_TOGETHER];

    private long[] sizes = new long[DELETED_TOGETHER];
    private int first;
    private int size;
    private long bytes;

    private int trimmed;
    private long trimmedBytes;
    private long deletedTo;
    private long trimmedTo;

    /**
     * Batches to delete.
     *
     * @param to not included
     */
    record Range(long from, long to) {}

    synchronized void add(long batch, long length) {
        if (size == batches.length) {
            grow();
        }
        int place = (first + size) % batches.length;
        batches[place] = batch;
        sizes[place] = length + BATCH_CHARGE;
        bytes += sizes[place];
        size++;
    }

    /** Lets go of the batches up to this one; returns what is to be deleted now, disjoint from every range before. */
    synchronized Optional<Range> trim(long upTo) {
        while (size > 0 && batches[first] <= upTo) {
            bytes -= sizes[first];
            trimmedBytes += sizes[first];
            trimmedTo = batches[first] + 1;
            trimmed++;
            size--;
            first = (first + 1) % batches.length;
        }
        if (trimmed < DELETED_TOGETHER && trimmedBytes < DELETED_TOGETHER_BYTES) {
            return Optional.empty();
        }
        Range range = new Range(deletedTo, trimmedTo);
        deletedTo = trimmedTo;
        trimmed = 0;
        trimmedBytes = 0;
        return Optional.of(range);
    }

    /** Of the batches that are kept, with the charge for each. */
    synchronized long bytes() {
        return bytes;
    }

    private void grow() {
        long[] moreBatches = new long[2 * size];
        long[] moreSizes = new long[2 * size];
        for (int i = 0; i < size; i++) {
            moreBatches[i] = batches[(first + i) % size];
            moreSizes[i] = sizes[(first + i) % size];
        }
        batches = moreBatches;
        sizes = moreSizes;
        first = 0;
    }
}
