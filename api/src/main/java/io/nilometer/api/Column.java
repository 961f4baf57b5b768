package io.nilometer.api;

/**
 * A column of a relation.
 *
 * @param name as in the pipeline file
 * @param type a Spark SQL type such as {@code bigint} or {@code array<string>}
 * @param role what it is for
 */
public record Column(String name, String type, Role role) {

    /** What a column is for: window bounds and keys name a row, values are measured, system columns are added by us. */
    public enum Role {
        WINDOW,
        KEY,
        VALUE,
        SYSTEM
    }
}
