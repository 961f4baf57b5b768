package io.nilometer.api;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a relation. Values are null, Boolean, Long (every integer type), Double (float and double), BigDecimal,
 * String, {@link java.time.Instant} (timestamp), {@link java.time.LocalDate}, byte[] (binary), List (array) and Map (map;
 * struct as a map in field order).
 *
 * @param values one per column; never changed once made
 * @param last false for a provisional result: the window is open and the row may come again
 * @param overflow whether the row counts keys that there was no room for (its key columns are null)
 * @param partial whether the row's window began before all of it was counted: reading began in the middle of it, or one of its
 *     columns is newer
 * @param revision of a result: grows with every one for a window and key
 */
public record Row(List<@Nullable Object> values, boolean last, boolean overflow, boolean partial, long revision) {

    public static Row of(List<@Nullable Object> values) {
        return new Row(Collections.unmodifiableList(values), true, false, false, 0);
    }

    /** A whole result within the limits of state. */
    public Row(List<@Nullable Object> values, boolean last, long revision) {
        this(values, last, false, false, revision);
    }

    public @Nullable Object get(int column) {
        return values.get(column);
    }
}
