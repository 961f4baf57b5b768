package io.nilometer.core.merge;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.Slices;
import io.nilometer.core.state.CellBlock;
import io.nilometer.core.state.CellLayout;
import io.nilometer.core.state.CellTable;
import io.nilometer.core.state.GroupingLayouts;
import io.nilometer.core.state.StateLayout;
import io.nilometer.core.time.PartitionClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of one grouping in one shard; what differs between windows and running metrics is in the subclasses. */
abstract sealed class GroupingState permits WindowState, RunningState {

    private static final byte[] NO_KEY = new byte[0];

    /** What the row of a cell takes when its window closes, which may be that of all cells: as objects, and encoded. */
    private static final int ROW_BYTES = 160;

    private static final int VALUE_BYTES = 64;
    private static final int KEY_COPIES = 3;

    final Grouping grouping;
    final CellLayout layout;
    final List<RowMaker> makers = new ArrayList<>();
    private final boolean[] wanted;
    private final long[] nextUpdateMicros;
    private final CellTable overflow;
    private final long rowBytes;
    private long overflowCells;
    private long floorMicros = StateLayout.ALWAYS;
    private final long[] cellsFromMicros;
    private final @Nullable BucketCells[] buckets = new BucketCells[CellBlock.BUCKETS];

    GroupingState(Grouping grouping, Set<String> updatesWanted) {
        this.grouping = grouping;
        this.layout = GroupingLayouts.of(grouping);
        this.overflow = new CellTable(layout);
        this.rowBytes = grouping.metrics().stream()
                .mapToLong(metric ->
                        ROW_BYTES + VALUE_BYTES * metric.relation().columns().size())
                .sum();
        this.wanted = new boolean[grouping.metrics().size()];
        this.nextUpdateMicros = new long[wanted.length];
        this.cellsFromMicros = new long[wanted.length];
        Arrays.fill(cellsFromMicros, StateLayout.ALWAYS);
        for (int i = 0; i < wanted.length; i++) {
            makers.add(new RowMaker(grouping, grouping.metrics().get(i)));
            wanted[i] = updatesWanted.contains(grouping.metrics().get(i).name());
        }
    }

    static GroupingState of(Grouping grouping, Set<String> updatesWanted) {
        return grouping.slicing() instanceof Slices
                ? new WindowState(grouping, updatesWanted)
                : new RunningState(grouping, updatesWanted);
    }

    /** Goes on with a state. */
    final void goOn(StateLayout.Kept kept) {
        floorMicros = kept.floorMicros();
        for (int metric = 0; metric < makers.size(); metric++) {
            cellsFromMicros[metric] = kept.metrics().get(metric).cellsFromMicros();
            RowMaker maker = makers.get(metric);
            maker.goOn(
                    kept.wholeFromMicros(metric, maker.metric()),
                    kept.metrics().get(metric).givenOutMicros());
        }
    }

    /** Of windows that begin before, records may lie where nobody has read; what runs without windows never says so. */
    final void readFrom(long micros) {
        if (grouping.slicing() instanceof Slices) {
            makers.forEach(maker -> maker.readFrom(micros));
        }
    }

    /** Slices that end by then do not count for a metric. */
    final long cellsFromMicros(int metric) {
        return cellsFromMicros[metric];
    }

    /** Up to where everything closes when its clock C stands here. */
    final long watermark(long clockMicros) {
        return Math.max(floorMicros, PartitionClock.watermark(clockMicros, grouping.latenessMicros()));
    }

    /** Adds a cell of a block to the state. */
    final void add(long hash, int keyOffset, int keyLength, long slice, int first, ByteReader in, Room room) {
        if (room.isUsedUp() && keyLength > 0 && !holds(hash, in.array(), keyOffset, keyLength, slice, first)) {
            divert(slice, first, in);
            return;
        }
        SliceCells cells = bucket(CellBlock.bucket(hash)).slice(slice);
        int before = cells.table.size();
        int cell = cells.table.cell(in.array(), keyOffset, keyLength, hash, slice, first);
        cells.table.merge(cell, in);
        cells.touched(cell);
        if (cells.table.size() > before) {
            room.take(rowBytes
                    + KEY_COPIES * keyLength
                    + (before == 0 ? cells.table.heapBytes() : cells.table.heapBytes(cell)));
        }
    }

    /** Whether there is a cell of this key and slice. */
    final boolean holds(long hash, byte[] keys, int keyOffset, int keyLength, long slice, int first) {
        BucketCells bucket = bucketIfAny(CellBlock.bucket(hash));
        SliceCells cells = bucket == null ? null : bucket.find(slice);
        return cells != null && cells.table.find(keys, keyOffset, keyLength, hash, slice, first) >= 0;
    }

    /** Cells that found no room since the last call, as a block under the empty key; and their number. */
    final long takeOverflow(ByteWriter out) {
        CellBlock.write(grouping.index(), overflow, out);
        overflow.clear();
        long cells = overflowCells;
        overflowCells = 0;
        return cells;
    }

    private void divert(long slice, int first, ByteReader in) {
        overflow.merge(overflow.cell(NO_KEY, 0, 0, 0, slice, first), in);
        overflowCells++;
    }

    /**
     * Closes what the watermark has passed.
     *
     * @param watermarkMicros the operator's watermark
     * @param out takes the final rows; null when they have been given out before (a restart)
     */
    abstract void close(long watermarkMicros, @Nullable MergeOutput out);

    /** Gives out what has changed in one metric's open windows. */
    abstract void update(int metric, MergeOutput out);

    /** The clock C that would close everything there is; {@link PartitionClock#UNKNOWN} when nothing is open. */
    abstract long openUntilMicros();

    /** Gives out provisional results of those metrics whose time has come. */
    final void updates(long wallMicros, boolean all, MergeOutput out) {
        for (int metric = 0; metric < wanted.length; metric++) {
            if (wanted[metric] && (all || wallMicros >= nextUpdateMicros[metric])) {
                update(metric, out);
                nextUpdateMicros[metric] =
                        wallMicros + grouping.metrics().get(metric).updateEveryMicros();
            }
        }
    }

    final void takeFailures(MergeOutput out) {
        makers.forEach(maker -> out.note("failed:" + maker.metric().name(), maker.takeFailures()));
    }

    final BucketCells bucket(int bucket) {
        BucketCells found = buckets[bucket];
        if (found == null) {
            found = new BucketCells(layout, wanted);
            buckets[bucket] = found;
        }
        return found;
    }

    final @Nullable BucketCells bucketIfAny(int bucket) {
        return buckets[bucket];
    }

    /** Buckets that hold something. */
    final List<BucketCells> buckets() {
        List<BucketCells> held = new ArrayList<>();
        for (BucketCells bucket : buckets) {
            if (bucket != null && !bucket.slices().isEmpty()) {
                held.add(bucket);
            }
        }
        return held;
    }

    final long cells() {
        long cells = 0;
        for (BucketCells bucket : buckets()) {
            for (SliceCells slice : bucket.slices()) {
                cells += slice.table.size();
            }
        }
        return cells;
    }

    final long heapBytes() {
        long bytes = 0;
        for (BucketCells bucket : buckets()) {
            for (SliceCells cells : bucket.slices()) {
                bytes += cells.table.heapBytes() + KEY_COPIES * cells.table.keyBytes() + rowBytes * cells.table.size();
            }
        }
        return bytes;
    }
}
