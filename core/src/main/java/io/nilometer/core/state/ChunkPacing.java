package io.nilometer.core.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Decides which buckets are written whole with a batch: one after the other, about as many bytes as there were increments,
 * so that a restart never has to read much more than the state itself.
 */
public final class ChunkPacing {

    /** What an empty bucket counts, so that a quiet pipeline does not rewrite all of them with every batch. */
    private static final int LEAST = 512;

    private final long[] asOf = new long[CellBlock.BUCKETS];
    private int next;
    private long budget;

    public ChunkPacing() {
        Arrays.fill(asOf, -1);
    }

    /** A bucket has been restored as it was after this batch. */
    public void restored(int bucket, long batch) {
        asOf[bucket] = batch;
    }

    /** Per bucket, the batch of its last chunk; -1 for none. */
    public long[] asOf() {
        return asOf;
    }

    /** The buckets to write after a batch. */
    public List<Chunk> chunks(long batch, long incrementBytes, IntFunction<byte[]> snapshot) {
        budget += incrementBytes;
        List<Chunk> chunks = new ArrayList<>();
        while (budget > 0 && chunks.size() < CellBlock.BUCKETS) {
            byte[] bytes = snapshot.apply(next);
            chunks.add(new Chunk(next, batch, bytes));
            asOf[next] = batch;
            budget -= Math.max(LEAST, bytes.length);
            next = (next + 1) % CellBlock.BUCKETS;
        }
        return chunks;
    }

    /** Writes every bucket. */
    public List<Chunk> all(long batch, IntFunction<byte[]> snapshot) {
        List<Chunk> chunks = new ArrayList<>();
        for (int bucket = 0; bucket < CellBlock.BUCKETS; bucket++) {
            chunks.add(new Chunk(bucket, batch, snapshot.apply(bucket)));
            asOf[bucket] = batch;
        }
        return chunks;
    }

    /** Increments up to this batch are in every chunk. */
    public long incrementsUpTo() {
        return Arrays.stream(asOf).min().orElseThrow();
    }
}
