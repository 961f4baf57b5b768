package io.nilometer.core.program;

import io.nilometer.core.row.EventRow;

/** Compiled expressions whose values go into slots of the same row. Used by one thread. */
public interface Projector {

    /**
     * Reads the row and sets its target slots; on an exception none is set that a later step would read.
     *
     * @throws RuntimeException when an expression fails; the record is to be rejected
     */
    void project(EventRow row);

    /** The name of the column whose expression fails for this row; called after {@link #project} threw. */
    String failing(EventRow row);
}
