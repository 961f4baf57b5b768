package io.nilometer.api;

import java.util.List;

/**
 * Thrown by {@link Sink#write} when some rows of a batch can never be written where they belong, and all others are where the
 * guarantee says: the batch is done, and the rows are kept where they can be found.
 */
public final class RowsRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Refused> rows;

    /** @param reason one line for the user */
    public record Refused(Relation relation, Row row, String reason) {}

    public RowsRefused(List<Refused> rows) {
        super(rows.size() + " rows refused", null, false, false);
        this.rows = List.copyOf(rows);
    }

    public List<Refused> rows() {
        return rows;
    }
}
