package io.nilometer.spark.batch;

import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * The keys by which Spark sends blocks to shards: for shard p the smallest integer that Spark's hash partitioning sends to
 * partition p. With 0, 1, 2 … half of the partitions would stay empty and others work for two.
 */
public final class ShardKeys {

    private static final int SPARKS_SEED = 42;

    private ShardKeys() {}

    /** By shard. */
    public static int[] of(int shards) {
        int[] keys = new int[shards];
        int found = 0;
        boolean[] has = new boolean[shards];
        for (int key = 0; found < shards; key++) {
            int partition = Math.floorMod(Murmur3_x86_32.hashInt(key, SPARKS_SEED), shards);
            if (!has[partition]) {
                has[partition] = true;
                keys[partition] = key;
                found++;
            }
        }
        return keys;
    }

    /** The shard that a key stands for. */
    public static int shard(int key, int shards) {
        return Math.floorMod(Murmur3_x86_32.hashInt(key, SPARKS_SEED), shards);
    }
}
