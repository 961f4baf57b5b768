package io.nilometer.core.scan;

import io.nilometer.core.aggregate.EventOrder;
import io.nilometer.core.program.FixedSlices;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Slices;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.program.Windows;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.state.CellTable;
import io.nilometer.core.state.CellUpdate;
import io.nilometer.core.state.StateLayout;
import io.nilometer.core.time.PartitionClock;
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Brings the events of a stream to the cells of one grouping, and judges which of its windows still take them. */
final class FeedRunner {

    private static final int REFUSED = -1;

    private final Grouping grouping;
    private final int whereSlot;
    private final KeyReader key;
    private final CellUpdate update;
    private final CellTable table;
    private final long latenessMicros;
    private final long floorMicros;
    private final long cellsFromMicros;
    private final boolean running;
    private final Slices slices;
    private final Windows[] windows;
    private final BitSet slots = new BitSet();
    private long slice;
    private long sliceStart = 1;
    private long sliceEnd;
    /** The end of the slice; before all times when no metric counts it. */
    private long openUntil;

    /** @param kept as it goes on with the state */
    FeedRunner(
            Grouping grouping,
            StreamNode.Feed feed,
            KeyReader key,
            CellUpdate update,
            CellTable table,
            StateLayout.Kept kept) {
        floorMicros = kept.floorMicros();
        cellsFromMicros = kept.cellsFromMicros();
        this.grouping = grouping;
        this.whereSlot = feed.whereSlot();
        this.key = key;
        this.table = table;
        this.update = update;
        this.latenessMicros = grouping.latenessMicros();
        needed(feed).filter(slot -> slot >= 0).forEach(slots::set);
        if (grouping.slicing() instanceof Slices cut) {
            running = false;
            slices = cut;
            windows = grouping.metrics().stream()
                    .map(metric -> Objects.requireNonNull(metric.windows()))
                    .toArray(Windows[]::new);
        } else {
            running = true;
            slices = new FixedSlices(((Grouping.Running) grouping.slicing()).keepMicros(), 0);
            windows = new Windows[0];
        }
    }

    private static IntStream needed(StreamNode.Feed feed) {
        return Stream.concat(
                        Stream.of(new int[] {feed.whereSlot()}, feed.keySlots(), feed.filterSlots()),
                        feed.argumentSlots().stream())
                .flatMapToInt(IntStream::of);
    }

    Grouping grouping() {
        return grouping;
    }

    /** Whether it reads a slot: its filter, a key, an aggregate's input or filter. */
    boolean needs(int slot) {
        return slots.get(slot);
    }

    boolean wants(EventRow row) {
        return whereSlot < 0 || !row.isNullAt(whereSlot) && row.longAt(whereSlot) != 0;
    }

    /**
     * Judges an event against its partition's clock before it.
     *
     * @param refused takes the metrics that have a window which the event comes too late for
     * @return {@code first} of the cell it belongs to, or a negative number when no window takes it
     */
    int judge(long timeMicros, long clockMicros, Set<String> refused) {
        if (timeMicros < sliceStart || timeMicros >= sliceEnd) {
            moveTo(timeMicros);
        }
        long watermark = Math.max(floorMicros, PartitionClock.watermark(clockMicros, latenessMicros));
        if (running ? timeMicros >= watermark : openUntil > watermark) {
            return 0;
        }
        if (running) {
            grouping.metrics().forEach(metric -> refused.add(metric.name()));
            return REFUSED;
        }
        return judgeLate(slices.closedEnd(watermark), refused);
    }

    /** Adds the event, which {@link #judge} has just been asked about. */
    void touch(EventRow row, EventOrder order, int first, long eventNumber) {
        if (order.timeMicros < sliceStart || order.timeMicros >= sliceEnd) {
            moveTo(order.timeMicros);
        }
        key.read(row, eventNumber);
        int cell = table.cell(key.bytes(), 0, key.length(), key.hash(), slice, first);
        table.update(cell, update, row, order);
    }

    private int judgeLate(long closedEnd, Set<String> refused) {
        boolean taken = false;
        for (int i = 0; i < windows.length; i++) {
            taken |= openUntil == sliceEnd && windows[i].lastEnd(slice) > closedEnd;
            if (openUntil != sliceEnd || windows[i].firstEnd(slice) <= closedEnd) {
                MetricProgram metric = grouping.metrics().get(i);
                refused.add(metric.name());
            }
        }
        return taken ? Math.toIntExact(closedEnd - slice) : REFUSED;
    }

    private void moveTo(long timeMicros) {
        slice = slices.slice(timeMicros);
        sliceStart = slices.startMicros(slice);
        sliceEnd = slices.startMicros(slice + 1);
        openUntil = sliceEnd > cellsFromMicros ? sliceEnd : Long.MIN_VALUE;
    }
}
