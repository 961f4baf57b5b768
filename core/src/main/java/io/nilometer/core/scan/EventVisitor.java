package io.nilometer.core.scan;

import io.nilometer.api.PartitionId;
import io.nilometer.core.aggregate.EventOrder;
import io.nilometer.core.program.Projector;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.time.EventTimes;
import java.util.HashSet;
import java.util.List;
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
    private final Failures failures = new Failures();
    private long eventMicros;
    private long clockMicros;
    private boolean touching;
    private boolean inLate;
    private int asked;
    private int taken;
    private boolean failed;
    private boolean given;
    private boolean anyUsed;
    private boolean anyLate;
    private boolean anyFailed;
    private boolean again;

    /** What becomes of a record: {@code FAILED} when an expression failed for all that would have used it. */
    enum Outcome {
        USED,
        LATE,
        FILTERED,
        FAILED
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
     * Finds the outcome; no cell has been touched then.
     *
     * @param clockMicros the partition's clock before this record
     */
    Outcome check(EventRow row, long eventMicros, long clockMicros, PartitionId partition, long position) {
        this.eventMicros = eventMicros;
        this.clockMicros = clockMicros;
        order.partition = partition;
        order.position = position;
        failures.clear();
        do {
            again = false;
            anyUsed = false;
            anyLate = false;
            anyFailed = false;
            if (!refused.isEmpty()) {
                refused.clear();
            }
            pass(row, false);
        } while (again);
        return anyUsed ? Outcome.USED : anyLate ? Outcome.LATE : anyFailed ? Outcome.FAILED : Outcome.FILTERED;
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

    /** The metrics that have not counted some event of the record in all windows because it was late for some of them. */
    Set<String> refused() {
        return refused;
    }

    /** What failed for whom, in the record just checked. */
    Failures failures() {
        return failures;
    }

    private void pass(EventRow row, boolean touchingNow) {
        touching = touchingNow;
        order.index = 0;
        hits.clear();
        lateHits.clear();
        inLate = false;
        if (!run(root, row)) {
            // A step that all need: whatever other events of the record came to, it has no use.
            anyUsed = false;
            anyLate = false;
            anyFailed = true;
            again = false;
        }
    }

    /** Says whether the stream's steps went well. */
    private boolean run(NodeRunner node, EventRow row) {
        if (failures.any() && failures.has(node)) {
            return false;
        }
        try {
            node.run(row, this);
            return true;
        } catch (NodeRunner.ExpressionFailed e) {
            lose(node, e.column);
            return false;
        }
    }

    /** No event of the record gets past a step, so that nothing behind it counts any. */
    private void lose(NodeRunner node, String expression) {
        again |= failures.add(node, expression) && twice;
        for (FeedRunner feed : node.feeds()) {
            lose(feed, expression);
        }
        for (NodeRunner child : node.derived()) {
            lose(child, expression);
        }
    }

    private void lose(FeedRunner feed, String expression) {
        // Events that it was given before are taken back: they are all followed once more.
        again |= failures.add(feed.grouping(), expression)
                && (twice || hits.has(feed.grouping()) || lateHits.has(feed.grouping()));
    }

    @Override
    public void failed(NodeRunner node, List<Projector.Failure> found) {
        for (FeedRunner feed : node.feeds()) {
            for (Projector.Failure failure : found) {
                if (feed.needs(failure.slot())) {
                    lose(feed, failure.name());
                    break;
                }
            }
        }
    }

    @Override
    public void reached(NodeRunner node, EventRow row) {
        if (node != root) {
            visit(node, row);
            return;
        }
        asked = 0;
        taken = 0;
        failed = false;
        given = false;
        visit(node, row);
        boolean isLate = asked > 0 && taken == 0;
        boolean isFailed = asked == 0 && failed && !given;
        anyLate |= isLate;
        anyFailed |= isFailed;
        anyUsed |= !isLate && !isFailed;
        if (isLate && late != null) {
            makeLate(row);
            inLate = true;
            run(late, row);
            inLate = false;
            row.setLong(eventTimeSlot, eventMicros);
        }
    }

    /** Every event that passes a stream's steps goes to its feeds, its output and the streams derived from it. */
    private void visit(NodeRunner node, EventRow row) {
        Hits found = inLate ? lateHits : hits;
        boolean some = failures.any();
        if (twice) {
            found.clear();
        }
        for (FeedRunner feed : node.feeds()) {
            if (some && failures.has(feed)) {
                failed |= !inLate;
            } else if (feed.wants(row)) {
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
            given |= !inLate;
        }
        if (twice && touching) {
            touch(found, row, inLate ? clockMicros : eventMicros);
        }
        for (NodeRunner child : node.derived()) {
            if (!run(child, row) && !inLate) {
                failed = true;
            }
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
            row.setDouble(lateBySlot, EventTimes.lateBy(clockMicros, eventMicros) / 1e6);
        }
    }
}
