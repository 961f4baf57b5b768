package io.nilometer.core.program;

import io.nilometer.core.row.EventRow;

/** A compiled condition; null is not true. Used by one thread. */
public interface Condition {

    /** @throws RuntimeException when the expression fails; the record is to be rejected */
    boolean test(EventRow row);
}
