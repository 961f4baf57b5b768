package io.nilometer.core.merge;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.Program;
import io.nilometer.core.state.CellBlock;
import io.nilometer.core.state.CellTable;
import io.nilometer.core.state.StateLayout;
import io.nilometer.core.time.PartitionClock;
import io.nilometer.core.time.SourceClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;

/**
 * The state of all groupings for the keys of one shard. Used by one thread at a time.
 *
 * <p>Within a batch: {@link #add} every block for this shard, then {@link #advance} once. To rebuild a shard: {@link
 * #restore} its buckets, {@link #replay} the blocks of later batches in any order, then {@link #restored}.
 */
public final class MergeShard {

    /** What cells that are there already grow by is seen by a walk over all of them, at least so often. */
    private static final int BATCHES_BETWEEN_WALKS = 32;

    /** As well as when so much of the limit has been added, as a fraction. */
    private static final int WALKS_PER_LIMIT = 16;

    private final List<GroupingState> states = new ArrayList<>();
    private final Room room = new Room();
    private long walkedBytes;
    private long walkedCells = Long.MAX_VALUE / 2;
    private long addedBytes;
    private int measures;

    /** @param updatesWanted names of metrics whose provisional results somebody wants */
    public MergeShard(Program program, Set<String> updatesWanted) {
        program.groupings().forEach(grouping -> states.add(GroupingState.of(grouping, updatesWanted)));
    }

    /** Goes on with a state, which has this layout. Before anything else. */
    public void goOn(StateLayout layout) {
        states.forEach(state -> state.goOn(layout.groupings().get(state.grouping.index())));
    }

    /** Adds the cells of a block. */
    public void add(byte[] block) {
        addedBytes += block.length;
        CellBlock.read(block, this::add);
    }

    /**
     * Says how many bytes of heap the state may still take. What comes beyond it in the same batch is not kept under its key but
     * counted together with others under the empty one. Not before rebuilding: what is added again had found room.
     */
    public void room(long bytes) {
        room.set(bytes);
    }

    /**
     * As {@link #heapBytes}, but counting on from the last walk over everything where that will do.
     *
     * @param limit of the state; the smaller, the sooner it is looked at again
     */
    public long measure(long limit) {
        long cells = states.stream().mapToLong(GroupingState::cells).sum();
        measures++;
        boolean closed = cells < walkedCells + room.cells();
        if (closed || measures >= BATCHES_BETWEEN_WALKS || addedBytes > limit / WALKS_PER_LIMIT) {
            walkedBytes = heapBytes();
            walkedCells = cells;
            measures = 0;
            addedBytes = 0;
            room.count();
        }
        return walkedBytes + room.taken();
    }

    /**
     * The cells that found no room in this batch, as a block for the shard of bucket 0; empty when there are none.
     *
     * @param notes takes {@code overflow:metric} and how many cells
     */
    public byte[] takeOverflow(BiConsumer<String, Long> notes) {
        ByteWriter block = new ByteWriter(16);
        for (GroupingState state : states) {
            long cells = state.takeOverflow(block);
            if (cells > 0) {
                state.grouping.metrics().forEach(metric -> notes.accept("overflow:" + metric.name(), cells));
            }
        }
        return block.toByteArray();
    }

    /**
     * Of blocks that were added in this batch, what was taken: all but the cells that found no room, which become durable
     * where {@link #takeOverflow} brings them. Before {@link #advance}.
     */
    public byte[] taken(List<byte[]> blocks) {
        List<CellTable> taken = new ArrayList<>();
        states.forEach(state -> taken.add(new CellTable(state.layout)));
        for (byte[] block : blocks) {
            CellBlock.read(block, (grouping, hash, keyOffset, keyLength, slice, first, in) -> {
                if (states.get(grouping).holds(hash, in.array(), keyOffset, keyLength, slice, first)) {
                    CellTable table = taken.get(grouping);
                    table.merge(table.cell(in.array(), keyOffset, keyLength, hash, slice, first), in);
                } else {
                    skip(grouping, in);
                }
            });
        }
        ByteWriter out = new ByteWriter(1 << 10);
        for (GroupingState state : states) {
            CellBlock.write(state.grouping.index(), taken.get(state.grouping.index()), out);
        }
        return out.toByteArray();
    }

    /**
     * Ends a batch: closes windows and gives out rows.
     *
     * @param clocks C of every source, see {@link SourceClock#micros}
     * @param wholeFrom of every source, see {@link SourceClock#wholeFromMicros}
     * @param flush give out all provisional results that are due some time
     */
    public MergeOutput advance(long[] clocks, long[] wholeFrom, long wallMicros, boolean flush) {
        MergeOutput out = new MergeOutput();
        for (GroupingState state : states) {
            state.readFrom(largest(state.grouping, wholeFrom));
            state.close(state.watermark(clockOf(state.grouping, clocks)), out);
            state.updates(wallMicros, flush, out);
            state.takeFailures(out);
        }
        return out;
    }

    /** The C of a source that would close everything it is part of; {@link PartitionClock#UNKNOWN} when nothing is open. */
    public long openUntilMicros(int source) {
        long last = PartitionClock.UNKNOWN;
        for (GroupingState state : states) {
            if (state.grouping.sources().contains(source)) {
                last = Math.max(last, state.openUntilMicros());
            }
        }
        return last;
    }

    /** The whole state of one bucket, to be made durable. */
    public byte[] snapshot(int bucket) {
        ByteWriter out = new ByteWriter(1 << 10);
        for (GroupingState state : states) {
            BucketCells cells = state.bucketIfAny(bucket);
            if (cells != null) {
                cells.slices().forEach(slice -> CellBlock.write(state.grouping.index(), slice.table, out));
            }
        }
        return out.toByteArray();
    }

    /** Takes over what {@link #snapshot} gave. */
    public void restore(byte[] snapshot) {
        add(snapshot);
    }

    /**
     * Adds the increments of a batch again, but not for buckets of other shards, nor for those whose snapshot holds them
     * already.
     *
     * @param batch the block's batch
     * @param asOf per bucket, the batch after which its snapshot was taken; -1 for none
     * @param mine whether a bucket belongs to this shard
     */
    public void replay(byte[] block, long batch, long[] asOf, IntPredicate mine) {
        CellBlock.read(block, (grouping, hash, keyOffset, keyLength, slice, first, in) -> {
            int bucket = CellBlock.bucket(hash);
            if (batch > asOf[bucket] && mine.test(bucket)) {
                add(grouping, hash, keyOffset, keyLength, slice, first, in);
            } else {
                skip(grouping, in);
            }
        });
    }

    /**
     * Ends rebuilding: what was closed has been given out before.
     *
     * @param closedMicros by grouping, the watermark up to which it was closed
     */
    public void restored(long[] closedMicros) {
        states.forEach(state -> state.close(closedMicros[state.grouping.index()], null));
    }

    /** Bytes of heap, roughly, with what the rows of all cells will take. Walks over everything. */
    public long heapBytes() {
        return states.stream().mapToLong(GroupingState::heapBytes).sum();
    }

    /** An operator's clock: the smallest of its sources'. */
    static long clockOf(Grouping grouping, long[] clocks) {
        long smallest = SourceClock.ENDED;
        for (int source : grouping.sources()) {
            smallest = Math.min(smallest, clocks[source]);
        }
        return smallest;
    }

    private static long largest(Grouping grouping, long[] bySource) {
        long largest = PartitionClock.UNKNOWN;
        for (int source : grouping.sources()) {
            largest = Math.max(largest, bySource[source]);
        }
        return largest;
    }

    private void add(int grouping, long hash, int keyOffset, int keyLength, long slice, int first, ByteReader in) {
        states.get(grouping).add(hash, keyOffset, keyLength, slice, first, in, room);
    }

    private void skip(int grouping, ByteReader in) {
        CellTable nowhere = new CellTable(states.get(grouping).layout);
        nowhere.merge(nowhere.cell(new byte[0], 0, 0, 0, 0, 0), in);
    }
}
