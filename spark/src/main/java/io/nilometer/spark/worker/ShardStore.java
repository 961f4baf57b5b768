package io.nilometer.spark.worker;

import io.nilometer.api.NilometerException;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.merge.MergeShard;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.state.CellBlock;
import io.nilometer.core.state.Chunk;
import io.nilometer.core.state.ChunkPacing;
import io.nilometer.core.state.StateLayout;
import io.nilometer.core.state.StateTranslation;
import io.nilometer.core.state.Successors;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.batch.Tick;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.MapState;
import org.apache.spark.sql.streaming.StatefulProcessorHandle;
import org.apache.spark.sql.streaming.TTLConfig;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A shard in Spark's state store: a head, the increments of each batch, and buckets written whole. What is read belongs to
 * the key and the version that the task works on: Spark sees to that.
 */
final class ShardStore {

    private static final long HEAD = Long.MIN_VALUE;

    /** Increments stand under their batch, from 0 on; buckets from -1 down; the head where neither comes to. */
    private final MapState<Long, byte[]> state;

    ShardStore(StatefulProcessorHandle handle) {
        // One state in place of three: Spark analyzes the form of each anew in every task.
        state = handle.getMapState("shard", Encoders.LONG(), Encoders.BINARY(), TTLConfig.NONE());
    }

    /**
     * Builds the shard as it was after the last batch, in the form that the program has now.
     *
     * @param number of the shard
     */
    LiveShard restore(Recipe recipe, Programs.Held held, int number) {
        int shards = recipe.shards();
        MergeShard shard = new MergeShard(held.program(), Set.copyOf(recipe.updatesWanted()));
        shard.goOn(held.state());
        ChunkPacing pacing = new ChunkPacing(number, shards);
        byte[] begin = state.containsKey(HEAD) ? state.getValue(HEAD) : new byte[0];
        if (begin.length > 0) {
            ByteReader in = new ByteReader(begin);
            checkFormat(in.readLength());
            Map<String, Long> clocks = readClocks(in);
            StateLayout written = StateLayout.read(in, held.program());
            Successors successors = new Successors(written, held.state(), recipe::nameOf);
            boolean changed = !successors.sameCells();
            StateTranslation translation = new StateTranslation(written, held.state(), successors);
            UnaryOperator<byte[]> fitting = changed ? translation::translate : block -> block;
            each((key, stored) -> {
                if (key < 0 && key != HEAD) {
                    ByteBuffer chunk = ByteBuffer.wrap(stored);
                    long asOf = chunk.getLong();
                    byte[] cells = new byte[chunk.remaining()];
                    chunk.get(cells);
                    shard.restore(fitting.apply(cells));
                    pacing.restored(bucket(key), asOf);
                }
            });
            LiveShard live = new LiveShard(shard, pacing, changed);
            each((key, cells) -> {
                if (key >= 0) {
                    shard.replay(fitting.apply(cells), key, pacing.asOf(), bucket -> bucket % shards == number);
                    live.hasIncrements(key);
                }
            });
            shard.restored(successors.closedMicros(clocks));
            return live;
        }
        return new LiveShard(shard, pacing, false);
    }

    /**
     * Writes what a batch has changed.
     *
     * @param cells the batch's increments; may be empty
     * @param chunks buckets to be written whole
     */
    void write(Programs.Held held, LiveShard live, Tick tick, byte[] cells, List<Chunk> chunks) {
        long[] clocks = tick.clocks();
        ByteWriter out = new ByteWriter(256);
        out.writeUnsigned(CellBlock.VERSION);
        out.writeUnsigned(clocks.length);
        for (SourceProgram source : held.program().sources()) {
            out.writeText(source.stream());
            out.writeLong(clocks[source.index()]);
        }
        held.state().write(out);
        state.updateValue(HEAD, out.toByteArray());
        if (cells.length > 0) {
            state.updateValue(tick.batch(), cells);
            live.hasIncrements(tick.batch());
        }
        for (Chunk chunk : chunks) {
            state.updateValue(
                    key(chunk.bucket()),
                    ByteBuffer.allocate(Long.BYTES + chunk.bytes().length)
                            .putLong(chunk.asOfBatch())
                            .put(chunk.bytes())
                            .array());
        }
        live.takeOldIncrements().forEach(state::removeKey);
    }

    /** By the names that streams had. */
    private static Map<String, Long> readClocks(ByteReader in) {
        Map<String, Long> clocks = new HashMap<>();
        for (int i = in.readLength(); i > 0; i--) {
            clocks.put(in.readText(), in.readLong());
        }
        return clocks;
    }

    private static void checkFormat(int version) {
        if (version != CellBlock.VERSION) {
            throw new NilometerException(
                    "state-format",
                    "the state in the checkpoint has format " + version + ", this version reads " + CellBlock.VERSION,
                    "go on with the version that wrote it, or start with empty state: --forget");
        }
    }

    private static long key(int bucket) {
        return -1L - bucket;
    }

    private static int bucket(long key) {
        return (int) (-1 - key);
    }

    private interface Entry {
        void take(long key, byte[] value);
    }

    private void each(Entry entry) {
        CollectionConverters.asJava(state.iterator())
                .forEachRemaining((Tuple2<Long, byte[]> pair) -> entry.take(pair._1(), pair._2()));
    }
}
