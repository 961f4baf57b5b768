package io.nilometer.core.program;

import io.nilometer.core.row.EventRow;
import java.util.List;

/** Compiled expressions whose values go into slots of the same row. Used by one thread. */
public interface Projector {

    /**
     * Reads the row and sets its target slots; on an exception none is set that a later step would read.
     *
     * @throws RuntimeException when an expression fails; {@link #projectEach} then tells which
     */
    void project(EventRow row);

    /**
     * Computes each expression by itself, after {@link #project} threw: the slots of those that fail become null, those of
     * the others are set.
     *
     * @return what failed, in order; empty when nothing does by itself
     */
    List<Failure> projectEach(EventRow row);

    /**
     * An expression that failed for a row.
     *
     * @param name of the column that it makes
     * @param slot of that column
     */
    record Failure(String name, int slot) {}
}
