package io.nilometer.core.scan;

import io.nilometer.api.FieldType;
import io.nilometer.core.program.Projector;
import io.nilometer.core.program.TimeProgram;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.time.EventTimes;
import org.jspecify.annotations.Nullable;

/** Finds the event time of a decoded record. */
final class TimeReader {

    private final TimeProgram time;
    private final @Nullable Projector projector;

    TimeReader(TimeProgram time) {
        this.time = time;
        this.projector = time.projector() == null ? null : time.projector().make();
    }

    /**
     * The event time in microseconds, or {@link EventTimes#NOT_A_TIME}; {@link #why} then tells the reason.
     *
     * @throws NodeRunner.ExpressionFailed when the expression fails
     */
    long read(EventRow row, long wallMicros) {
        if (time.arrival()) {
            return wallMicros;
        }
        if (projector != null) {
            try {
                projector.project(row);
            } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
                throw new NodeRunner.ExpressionFailed("time", e);
            }
        }
        int slot = time.slot();
        if (row.isNullAt(slot)) {
            return EventTimes.NOT_A_TIME;
        }
        if (!time.numeric()) {
            long micros = row.longAt(slot);
            return EventTimes.isPossible(micros) ? micros : EventTimes.NOT_A_TIME;
        }
        return row.type(slot).slot() == FieldType.Slot.DOUBLE
                ? EventTimes.fromNumber(row.doubleAt(slot), time.unit())
                : EventTimes.fromNumber(row.longAt(slot), time.unit());
    }

    /** The reason for rejecting a record without a time. */
    String why(EventRow row) {
        boolean missing = row.isNullAt(time.slot()) && !row.isBad(time.slot());
        return missing ? "missing_time" : "bad_time";
    }
}
