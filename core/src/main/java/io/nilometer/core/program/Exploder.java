package io.nilometer.core.program;

import io.nilometer.core.row.EventRow;

/** A compiled array expression, read element by element. Used by one thread; {@link #count} comes first. */
public interface Exploder {

    /**
     * Evaluates the array for the row.
     *
     * @return the number of elements; 0 for null
     * @throws RuntimeException when the expression fails; the record is to be rejected
     */
    int count(EventRow row);

    /** Puts an element of the array last evaluated into the target slot. */
    void element(int index, EventRow row);
}
