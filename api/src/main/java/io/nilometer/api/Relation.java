package io.nilometer.api;

import java.util.List;

/**
 * The shape of the rows of one output: a metric, a stream, rejected or late records, the ledger.
 *
 * @param name as in the pipeline file; {@code logs.rejected} and {@code logs.late} for those of a stream
 * @param columns in the order of a row's values
 */
public record Relation(String name, Kind kind, List<Column> columns) {

    public Relation {
        columns = List.copyOf(columns);
    }

    /** Where the rows of a relation come from. */
    public enum Kind {
        METRIC,
        STREAM,
        REJECTED,
        LATE,
        LEDGER
    }

    /** The index of a column, or -1. */
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }
}
