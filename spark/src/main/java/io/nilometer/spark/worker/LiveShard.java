package io.nilometer.spark.worker;

import io.nilometer.core.merge.MergeShard;
import io.nilometer.core.state.Chunk;
import io.nilometer.core.state.ChunkPacing;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A shard in memory, as it was after a batch. Between batches it is kept in the process that has merged it; a task takes it
 * out, so that a task that fails leaves nothing behind, and the one that is tried again rebuilds it from the state store.
 */
final class LiveShard {

    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final Map<Key, Kept> KEPT = new ConcurrentHashMap<>();

    /** By shard that tasks of this process have worked on, the batch before the latest that they did. */
    private static final Map<Key, Long> SEEN = new ConcurrentHashMap<>();

    final MergeShard shard;
    final ChunkPacing pacing;

    private record Key(String run, int shard) {}

    private record Kept(LiveShard live, long batch, long since) {}

    private final NavigableSet<Long> incrementsKept = new TreeSet<>();
    private boolean changed;

    /** @param changed what is stored has an older form: everything is written anew with the next batch */
    LiveShard(MergeShard shard, ChunkPacing pacing, boolean changed) {
        this.shard = shard;
        this.pacing = pacing;
        this.changed = changed;
    }

    /** The state store has the increments of this batch. */
    void hasIncrements(long batch) {
        incrementsKept.add(batch);
    }

    /** The batches whose increments are in every chunk now; they are taken for dropped. */
    List<Long> takeOldIncrements() {
        NavigableSet<Long> old = incrementsKept.headSet(pacing.incrementsUpTo(), true);
        List<Long> taken = List.copyOf(old);
        old.clear();
        return taken;
    }

    /** The buckets to write whole with a batch. */
    List<Chunk> chunks(long batch, long incrementBytes) {
        if (changed) {
            changed = false;
            return pacing.all(batch, shard::snapshot);
        }
        return pacing.chunks(batch, incrementBytes, shard::snapshot);
    }

    /** Takes the shard out if it stands after this batch; null when it does not, or is not here. */
    static @Nullable LiveShard take(String run, int shard, long batch) {
        SEEN.put(new Key(run, shard), batch);
        Kept kept = KEPT.remove(new Key(run, shard));
        return kept != null && kept.batch == batch ? kept.live : null;
    }

    /** Keeps the shard as it is after this batch. Shards that other processes have taken over are let go. */
    void keep(String run, int number, long batch) {
        long now = System.nanoTime();
        KEPT.put(new Key(run, number), new Kept(this, batch, now));
        KEPT.values().removeIf(kept -> now - kept.since > KEPT_NANOS);
        // All shards of the batch before were merged before any of this one: who was left out then is elsewhere now.
        KEPT.entrySet().removeIf(entry -> entry.getKey().run.equals(run) && entry.getValue().batch < batch - 1);
    }

    /** How many shards of a run were in this process in the batch before, or are now. */
    static int count(String run, long batch) {
        SEEN.entrySet().removeIf(entry -> entry.getKey().run.equals(run) && entry.getValue() < batch - 2);
        return (int) SEEN.keySet().stream().filter(key -> key.run.equals(run)).count();
    }

    static void forget(String run) {
        KEPT.keySet().removeIf(key -> key.run.equals(run));
        SEEN.keySet().removeIf(key -> key.run.equals(run));
    }
}
