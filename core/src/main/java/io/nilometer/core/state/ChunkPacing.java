package io.nilometer.core.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Decides which buckets are written whole with a batch: one after the other, about as many bytes as there were increments,
 * so that a restart never has to read much more than the state itself.
 */
public final class ChunkPacing {

    /** What an empty bucket counts, so that a quiet pipeline does not rewrite all of them with every batch. */
    private static final int LEAST = 512;

    private final int[] buckets;
    private final long[] asOf = new long[CellBlock.BUCKETS];
    private int next;
    private long budget;

    /** Paces all buckets. */
    public ChunkPacing() {
        this(0, 1);
    }

    /** Paces the buckets of one shard of so many. */
    public ChunkPacing(int shard, int shards) {
        Arrays.fill(asOf, -1);
        buckets = IntStream.range(0, CellBlock.BUCKETS)
                .filter(bucket -> bucket % shards == shard)
                .toArray();
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
        while (budget > 0 && chunks.size() < buckets.length) {
            int bucket = buckets[next];
            byte[] bytes = snapshot.apply(bucket);
            chunks.add(new Chunk(bucket, batch, bytes));
            asOf[bucket] = batch;
            budget -= Math.max(LEAST, bytes.length);
            next = (next + 1) % buckets.length;
        }
        return chunks;
    }

    /** Writes every bucket. */
    public List<Chunk> all(long batch, IntFunction<byte[]> snapshot) {
        List<Chunk> chunks = new ArrayList<>();
        for (int bucket : buckets) {
            chunks.add(new Chunk(bucket, batch, snapshot.apply(bucket)));
            asOf[bucket] = batch;
        }
        return chunks;
    }

    /** Increments up to this batch are in every chunk. */
    public long incrementsUpTo() {
        return Arrays.stream(buckets).mapToLong(bucket -> asOf[bucket]).min().orElseThrow();
    }
}
