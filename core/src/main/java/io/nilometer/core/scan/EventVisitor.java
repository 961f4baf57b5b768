package io.nilometer.core.scan;

import io.nilometer.core.aggregate.EventOrder;
import io.nilometer.core.row.EventRow;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the events of one record through all streams. Used twice per record: {@link #check} evaluates everything that
 * can fail and finds the record's outcome without touching a cell; {@link #touch} then adds the events. Where no event
 * becomes several, touching uses what the check has found; otherwise it evaluates once more.
 */
final class EventVisitor implements NodeRunner.Visitor {

    private final NodeRunner root;
    private final @Nullable NodeRunner late;
    private final int eventTimeSlot;
    private final int lateBySlot;
    private final boolean twice;
    private final BiConsumer<NodeRunner, EventRow> rows;
    private final EventNumbers numbers;
    private final EventOrder order = new EventOrder();
    private final Hits hits = new Hits();
    private final Hits lateHits = new Hits();
    private final Set<String> refused = new HashSet<>();
    private long eventMicros;
    private long clockMicros;
    private boolean touching;
    private boolean inLate;
    private int asked;
    private int taken;
    private boolean anyUsed;
    private boolean anyLate;

    /** The outcome of a record that is not rejected. */
    enum Outcome {
        USED,
        LATE,
        FILTERED
    }

    /**
     * @param rows takes the events of streams that an output wants
     * @param numbers shared by all visitors of a scan, whose feeds may share key readers
     */
    EventVisitor(
            NodeRunner root,
            @Nullable NodeRunner late,
            int eventTimeSlot,
            int lateBySlot,
            BiConsumer<NodeRunner, EventRow> rows,
            EventNumbers numbers) {
        this.root = root;
        this.late = late;
        this.eventTimeSlot = eventTimeSlot;
        this.lateBySlot = lateBySlot;
        this.rows = rows;
        this.numbers = numbers;
        this.twice = root.explodes() || late != null && late.explodes();
    }

    /**
     * @param clockMicros the partition's clock before this record
     * @throws NodeRunner.ExpressionFailed when an expression fails; no cell has been touched
     */
    Outcome check(EventRow row, long eventMicros, long clockMicros, long partitionOrder, long position) {
        this.eventMicros = eventMicros;
        this.clockMicros = clockMicros;
        order.partitionOrder = partitionOrder;
        order.position = position;
        anyUsed = false;
        anyLate = false;
        if (!refused.isEmpty()) {
            refused.clear();
        }
        pass(row, false);
        return anyUsed ? Outcome.USED : anyLate ? Outcome.LATE : Outcome.FILTERED;
    }

    /** Adds the events of the record just checked to cells and outputs. */
    void touch(EventRow row) {
        if (twice) {
            pass(row, true);
        } else {
            touch(hits, row, eventMicros);
            if (anyLate) {
                makeLate(row);
                touch(lateHits, row, clockMicros);
            }
        }
    }

    /** The metrics that did not count some event of the record because it was late for them. */
    Set<String> refused() {
        return refused;
    }

    private void pass(EventRow row, boolean touchingNow) {
        touching = touchingNow;
        order.index = 0;
        hits.clear();
        lateHits.clear();
        inLate = false;
        root.run(row, this);
    }

    @Override
    public void reached(NodeRunner node, EventRow row) {
        if (node != root) {
            visit(node, row);
            return;
        }
        asked = 0;
        taken = 0;
        visit(node, row);
        boolean isLate = asked > 0 && taken == 0;
        anyLate |= isLate;
        anyUsed |= !isLate;
        if (isLate && late != null) {
            makeLate(row);
            inLate = true;
            late.run(row, this);
            inLate = false;
            row.setLong(eventTimeSlot, eventMicros);
        }
    }

    /** Every event that passes a stream's steps goes to its feeds, its output and the streams derived from it. */
    private void visit(NodeRunner node, EventRow row) {
        Hits found = inLate ? lateHits : hits;
        if (twice) {
            found.clear();
        }
        for (FeedRunner feed : node.feeds()) {
            if (feed.wants(row)) {
                int first = feed.judge(inLate ? clockMicros : eventMicros, clockMicros, refused);
                if (!inLate) {
                    asked++;
                    taken += first >= 0 ? 1 : 0;
                }
                if (first >= 0) {
                    found.add(feed, first);
                }
            }
        }
        if (node.output() >= 0) {
            found.addOutput(node);
        }
        if (twice && touching) {
            touch(found, row, inLate ? clockMicros : eventMicros);
        }
        for (NodeRunner child : node.derived()) {
            child.run(row, this);
        }
    }

    private void touch(Hits found, EventRow row, long micros) {
        order.timeMicros = micros;
        long number = numbers.next();
        for (int i = 0; i < found.feedCount(); i++) {
            found.feed(i).touch(row, order, found.first(i), number);
        }
        for (int i = 0; i < found.outputCount(); i++) {
            rows.accept(found.output(i), row);
        }
        order.index++;
    }

    /** A late event, as its stream sees it, comes at the time its partition had reached. */
    private void makeLate(EventRow row) {
        row.setLong(eventTimeSlot, clockMicros);
        if (lateBySlot >= 0) {
            row.setDouble(lateBySlot, (clockMicros - eventMicros) / 1e6);
        }
    }
}
