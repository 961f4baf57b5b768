package io.nilometer.core.merge;

import io.nilometer.core.program.Grouping;
import io.nilometer.core.state.CellTable;
import io.nilometer.core.time.PartitionClock;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Running metrics: per key, from its first event until it has had none for {@code keep}; the same thing as a session with
 * that gap. Cells come in slices as wide as the gap, so that two events of one slice always belong together and only
 * neighbours need to be looked at. When no event can come to a slice any more, its cells are added to their successors in
 * the next one, so that a key never holds more than a few.
 */
final class RunningState extends GroupingState {

    /**
     * How often per gap it is looked for what is over, at fixed points of event time: what has been given out follows from
     * the watermark alone, also after a restart.
     */
    private static final int LOOKS_PER_GAP = 16;

    private final long keep;
    private final CellTable sum;
    private final long step;
    private long looked = PartitionClock.UNKNOWN;

    RunningState(Grouping grouping, Set<String> updatesWanted) {
        super(grouping, updatesWanted);
        keep = ((Grouping.Running) grouping.slicing()).keepMicros();
        step = Math.max(1, keep / LOOKS_PER_GAP);
        sum = new CellTable(layout);
    }

    @Override
    void close(long watermark, @Nullable MergeOutput out) {
        if (watermark == PartitionClock.UNKNOWN) {
            return;
        }
        long look = watermark == Long.MAX_VALUE ? watermark : Math.floorDiv(watermark, step) * step;
        if (look <= looked) {
            return;
        }
        looked = look;
        for (BucketCells bucket : buckets()) {
            List<SliceCells> ordered = bucket.slices().stream()
                    .sorted(Comparator.comparingLong(s -> s.slice))
                    .toList();
            for (SliceCells cells : ordered) {
                settle(bucket, cells, look, out);
            }
        }
    }

    /** Moves on the cells of a slice that can get no more events, and ends those that are over. */
    private void settle(BucketCells bucket, SliceCells cells, long watermark, @Nullable MergeOutput out) {
        if (cells.slice * keep + keep > watermark) {
            return;
        }
        CellTable table = cells.table;
        SliceCells next = bucket.find(cells.slice + 1);
        CellTable survivors = new CellTable(layout);
        for (int cell = 0; cell < table.size(); cell++) {
            int successor = next == null ? -1 : WindowState.find(next.table, table, cell, cells.slice + 1, 0);
            if (next != null && successor >= 0 && next.table.spanStart(successor) - table.spanEnd(cell) < keep) {
                next.table.merge(successor, table, cell);
                next.touched(successor);
            } else if (watermark >= table.spanEnd(cell) + keep) {
                if (out != null) {
                    for (RowMaker maker : makers) {
                        maker.emit(table, cell, table.spanStart(cell), table.spanEnd(cell) + keep, true, out);
                    }
                }
            } else {
                int kept = survivors.cell(
                        table.keys(), table.keyOffset(cell), table.keyLength(cell), table.hash(cell), cells.slice, 0);
                survivors.merge(kept, table, cell);
            }
        }
        if (survivors.size() == 0) {
            bucket.drop(cells);
        } else if (survivors.size() < table.size()) {
            cells.replace(survivors);
        }
    }

    @Override
    void update(int metric, MergeOutput out) {
        for (BucketCells bucket : buckets()) {
            for (SliceCells cells : bucket.slices()) {
                BitSet changed = cells.changed(metric);
                for (int cell = changed.nextSetBit(0); cell >= 0; cell = changed.nextSetBit(cell + 1)) {
                    emitLinked(bucket, cells, cell, makers.get(metric), out);
                }
                changed.clear();
            }
        }
    }

    /** The provisional row of the session that a cell belongs to. */
    private void emitLinked(BucketCells bucket, SliceCells cells, int cell, RowMaker maker, MergeOutput out) {
        sum.clear();
        CellTable table = cells.table;
        int at = sum.cell(table.keys(), table.keyOffset(cell), table.keyLength(cell), table.hash(cell), 0, 0);
        sum.merge(at, table, cell);
        for (int step = -1; step <= 1; step += 2) {
            long slice = cells.slice + step;
            int linked = linked(bucket.find(slice), cells.table, cell, slice);
            while (linked >= 0) {
                SliceCells neighbour = bucket.slice(slice);
                boolean joined = step < 0
                        ? sum.spanStart(at) - neighbour.table.spanEnd(linked) < keep
                        : neighbour.table.spanStart(linked) - sum.spanEnd(at) < keep;
                if (!joined) {
                    break;
                }
                sum.merge(at, neighbour.table, linked);
                slice += step;
                linked = linked(bucket.find(slice), cells.table, cell, slice);
            }
        }
        maker.emit(sum, at, sum.spanStart(at), sum.spanEnd(at) + keep, false, out);
    }

    private static int linked(@Nullable SliceCells neighbour, CellTable table, int cell, long slice) {
        return neighbour == null ? -1 : WindowState.find(neighbour.table, table, cell, slice, 0);
    }

    @Override
    long openUntilMicros() {
        long last = PartitionClock.UNKNOWN;
        for (BucketCells bucket : buckets()) {
            for (SliceCells cells : bucket.slices()) {
                last = Math.max(last, (cells.slice + 2) * keep);
            }
        }
        return last == PartitionClock.UNKNOWN ? last : last + grouping.latenessMicros() + step;
    }
}
