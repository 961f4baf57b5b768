package io.nilometer.core.merge;

import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Slices;
import io.nilometer.core.program.Windows;
import io.nilometer.core.state.CellTable;
import io.nilometer.core.time.PartitionClock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tumbling and sliding windows. A window is the sum of the cells of its slices that it may count (see {@link CellTable}); it
 * closes when its end is not after the watermark.
 */
final class WindowState extends GroupingState {

    private final Slices slices;
    private final List<Windows> windows = new ArrayList<>();
    private final CellTable sum;
    private final CellTable changedKeys;
    private long closedEnd = PartitionClock.UNKNOWN;

    WindowState(Grouping grouping, Set<String> updatesWanted) {
        super(grouping, updatesWanted);
        slices = (Slices) grouping.slicing();
        grouping.metrics().forEach(metric -> windows.add(Objects.requireNonNull(metric.windows())));
        sum = new CellTable(layout);
        changedKeys = new CellTable(layout);
    }

    @Override
    void close(long watermarkMicros, @Nullable MergeOutput out) {
        long end = slices.closedEnd(watermarkMicros);
        if (end <= closedEnd) {
            return;
        }
        if (out != null) {
            for (int metric = 0; metric < windows.size(); metric++) {
                for (long windowEnd : endsBetween(windows.get(metric), closedEnd, end)) {
                    emit(metric, windowEnd, true, false, out);
                }
            }
        }
        closedEnd = end;
        for (BucketCells bucket : buckets()) {
            List.copyOf(bucket.slices()).stream().filter(this::isOver).forEach(bucket::drop);
        }
    }

    /** For a metric with {@code top} all that is open: which rows are among the first depends on the other shards. */
    @Override
    void update(int metric, MergeOutput out) {
        MetricProgram program = grouping.metrics().get(metric);
        boolean whole = program.top() != null;
        Windows window = windows.get(metric);
        TreeSet<Long> changed = new TreeSet<>();
        for (BucketCells bucket : buckets()) {
            for (SliceCells cells : bucket.slices()) {
                if (cells.anyChanged(metric)) {
                    addEnds(window, cells.slice, closedEnd, Long.MAX_VALUE, changed);
                }
            }
        }
        TreeSet<Long> ends = whole ? endsBetween(window, closedEnd, Long.MAX_VALUE) : changed;
        ends.forEach(end -> emit(metric, end, false, !whole, out));
        if (whole) {
            changed.forEach(end -> out.changed(program, window.endMicros(end)));
        }
        for (BucketCells bucket : buckets()) {
            bucket.slices().forEach(cells -> cells.changed(metric).clear());
        }
    }

    @Override
    long openUntilMicros() {
        long last = PartitionClock.UNKNOWN;
        for (BucketCells bucket : buckets()) {
            for (SliceCells cells : bucket.slices()) {
                for (Windows window : windows) {
                    last = Math.max(last, window.endMicros(window.lastEnd(cells.slice)));
                }
            }
        }
        return last == PartitionClock.UNKNOWN ? last : last + grouping.latenessMicros();
    }

    /** Whether a metric counts the cells of a slice, see {@link #cellsFromMicros}. */
    private boolean counts(int metric, SliceCells cells) {
        return slices.startMicros(cells.slice + 1) > cellsFromMicros(metric);
    }

    private boolean isOver(SliceCells cells) {
        return windows.stream().allMatch(window -> window.lastEnd(cells.slice) <= closedEnd);
    }

    private TreeSet<Long> endsBetween(Windows window, long after, long upTo) {
        TreeSet<Long> ends = new TreeSet<>();
        for (BucketCells bucket : buckets()) {
            bucket.slices().forEach(cells -> addEnds(window, cells.slice, after, upTo, ends));
        }
        return ends;
    }

    /** The ends of the windows that cover a slice, as far as they lie in (after, upTo]. */
    private static void addEnds(Windows window, long slice, long after, long upTo, Set<Long> ends) {
        for (long end = window.lastEnd(slice); end > slice && end > after; end -= window.slide()) {
            if (end <= upTo) {
                ends.add(end);
            }
        }
    }

    /** Adds the rows of one window; with {@code onlyChanged} those of keys with a changed cell in it. */
    private void emit(int metric, long end, boolean last, boolean onlyChanged, MergeOutput out) {
        Windows window = windows.get(metric);
        RowMaker maker = makers.get(metric);
        long startMicros = window.startMicros(end);
        long endMicros = window.endMicros(end);
        for (BucketCells bucket : buckets()) {
            if (window.size() == 1) {
                emitSlice(bucket.find(end - 1), metric, maker, startMicros, endMicros, last, onlyChanged, out);
            } else {
                sumUp(bucket, metric, end, window.size(), onlyChanged);
                for (int cell = 0; cell < sum.size(); cell++) {
                    if (!onlyChanged || find(changedKeys, sum, cell, 0, 0) >= 0) {
                        maker.emit(sum, cell, startMicros, endMicros, last, out);
                    }
                }
            }
        }
    }

    /** A window of one slice: its cells are its results. Only on-time cells count, since others came after its end. */
    private static void emitSlice(
            @Nullable SliceCells cells,
            int metric,
            RowMaker maker,
            long start,
            long end,
            boolean last,
            boolean onlyChanged,
            MergeOutput out) {
        if (cells == null) {
            return;
        }
        BitSet changed = cells.changed(metric);
        for (int cell = 0; cell < cells.table.size(); cell++) {
            if (cells.table.first(cell) == 0 && (!onlyChanged || changed.get(cell))) {
                maker.emit(cells.table, cell, start, end, last, out);
            }
        }
    }

    private void sumUp(BucketCells bucket, int metric, long end, long size, boolean onlyChanged) {
        sum.clear();
        changedKeys.clear();
        for (SliceCells cells : bucket.slices()) {
            if (cells.slice < end - size || cells.slice >= end || !counts(metric, cells)) {
                continue;
            }
            CellTable table = cells.table;
            BitSet changed = cells.changed(metric);
            for (int cell = 0; cell < table.size(); cell++) {
                if (end > cells.slice + table.first(cell)) {
                    byte[] keys = table.keys();
                    int at = sum.cell(keys, table.keyOffset(cell), table.keyLength(cell), table.hash(cell), 0, 0);
                    sum.merge(at, table, cell);
                    if (onlyChanged && changed.get(cell)) {
                        changedKeys.cell(keys, table.keyOffset(cell), table.keyLength(cell), table.hash(cell), 0, 0);
                    }
                }
            }
        }
    }

    static int find(CellTable in, CellTable of, int cell, long slice, int first) {
        return in.find(of.keys(), of.keyOffset(cell), of.keyLength(cell), of.hash(cell), slice, first);
    }
}
