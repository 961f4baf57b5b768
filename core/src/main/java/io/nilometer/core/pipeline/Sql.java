package io.nilometer.core.pipeline;

import io.nilometer.api.Place;

/**
 * A Spark SQL expression as written.
 *
 * @param place where its first character stands in the file; for a multi-line scalar where the scalar begins
 * @param exact whether the text stands in the file letter by letter from {@code place} on, so that a column in the
 *     expression is a column in the file (plain and quoted scalars on one line, without escapes or variables)
 */
public record Sql(String text, Place place, boolean exact) {

    /** Stands for one that could not be read, which has been told: what uses it can still be checked. */
    public static Sql unreadable(Place place) {
        return new Sql("", place, false);
    }

    public boolean isUnreadable() {
        return text.isEmpty();
    }

    /**
     * The place of a character of the expression.
     *
     * @param line 1-based, within the expression
     * @param column 1-based, within its line
     */
    public Place at(int line, int column) {
        return exact && line == 1 ? new Place(place.file(), place.line(), place.column() + column - 1) : place;
    }
}
