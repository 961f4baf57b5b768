package io.nilometer.spark.worker;

import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.merge.MergeOutput;
import io.nilometer.core.merge.StateLimit;
import io.nilometer.core.pipeline.Limits;
import io.nilometer.core.program.Program;
import io.nilometer.core.state.Chunk;
import io.nilometer.spark.batch.Block;
import io.nilometer.spark.batch.Merged;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.batch.ShardKeys;
import io.nilometer.spark.batch.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessor;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.Tuple3;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** Merges the cells of one shard; what only passes through goes on as it is. */
public final class MergeProcessor
        extends StatefulProcessor<Integer, Tuple3<Integer, Integer, byte[]>, Tuple2<Integer, byte[]>> {

    private static final long serialVersionUID = 1L;

    private final Recipe recipe;
    private transient @Nullable ShardStore store;

    public MergeProcessor(Recipe recipe) {
        this.recipe = recipe;
    }

    @Override
    public void init(OutputMode outputMode, TimeMode timeMode) {
        store = new ShardStore(getHandle());
    }

    @Override
    public Iterator<Tuple2<Integer, byte[]>> handleInputRows(
            Integer key, Iterator<Tuple3<Integer, Integer, byte[]>> rows, TimerValues timers) {
        Programs.Held held = Programs.of(recipe);
        Program program = held.program();
        List<Tuple2<Integer, byte[]>> out = new ArrayList<>();
        List<byte[]> cells = new ArrayList<>();
        Tick tick = null;
        while (rows.hasNext()) {
            Tuple3<Integer, Integer, byte[]> row = rows.next();
            switch (row._2()) {
                case Block.TICK -> tick = Tick.of(row._3());
                case Block.CELLS -> cells.add(row._3());
                default -> out.add(new Tuple2<>(row._2(), row._3()));
            }
        }
        if (tick == null) {
            throw new IllegalStateException("a batch without a tick for key " + key);
        }
        Tick now = tick;
        int shard = ShardKeys.shard(key, recipe.shards());
        Step step = Compiler.within(program.pipeline().timezone(), () -> merge(held, shard, now, cells));
        // Outside: how Spark writes its own rows goes by the settings of the session, not of the program's expressions.
        long writing = System.nanoTime();
        java.util.Objects.requireNonNull(store).write(held, step.live, now, step.increments, step.chunks);
        step.live.keep(recipe.run(), shard, now.batch());
        Merged merged = step.merged.plusState(System.nanoTime() - writing);
        out.add(new Tuple2<>(Block.MERGED, merged.toBytes()));
        return CollectionConverters.asScala(out.iterator());
    }

    /**
     * A shard that has been merged, and what is to be written of it.
     *
     * @param merged without the time of writing
     */
    private record Step(LiveShard live, byte[] increments, List<Chunk> chunks, Merged merged) {}

    private Step merge(Programs.Held held, int number, Tick tick, List<byte[]> cells) {
        ShardStore stored = java.util.Objects.requireNonNull(store);
        long started = System.nanoTime();
        LiveShard live = LiveShard.take(recipe.run(), number, tick.batch() - 1);
        boolean rebuilt = live == null;
        if (live == null) {
            live = stored.restore(recipe, held, number);
        }
        long merging = System.nanoTime();
        limit(held.program(), live, tick.batch());
        cells.forEach(live.shard::add);
        Map<String, Long> notes = new TreeMap<>();
        byte[] overflow = live.shard.takeOverflow(notes::put);
        byte[] taken = overflow.length > 0 ? live.shard.taken(cells) : joined(cells);
        MergeOutput output = live.shard.advance(tick.clocks(), tick.wholeFrom(), tick.wallMicros(), tick.flush());
        long[] openUntil = new long[tick.clocks().length];
        for (int source = 0; source < openUntil.length; source++) {
            openUntil[source] = live.shard.openUntilMicros(source);
        }
        long merged = System.nanoTime();
        List<Chunk> chunks = live.chunks(tick.batch(), taken.length);
        long stateNanos = merging - started + System.nanoTime() - merged;
        return new Step(
                live,
                taken,
                chunks,
                new Merged(number, output, openUntil, overflow, notes, rebuilt, merged - merging, stateNanos));
    }

    /** Gives the shard the room that is left; beyond it, new keys are counted together. */
    private void limit(Program program, LiveShard live, long batch) {
        Limits limits = program.pipeline().limits();
        long here = StateLimit.bytes(limits) / Math.max(1, LiveShard.count(recipe.run(), batch));
        long mine = limits.stateBytes() > 0 ? Math.min(here, limits.stateBytes() / recipe.shards()) : here;
        live.shard.room(mine - live.shard.measure(mine));
    }

    private static byte[] joined(List<byte[]> blocks) {
        if (blocks.size() == 1) {
            return blocks.get(0);
        }
        ByteWriter all =
                new ByteWriter(blocks.stream().mapToInt(block -> block.length).sum());
        blocks.forEach(block -> all.writeRaw(block, 0, block.length));
        return all.toByteArray();
    }
}
