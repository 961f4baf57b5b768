package io.nilometer.api;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A field to be decoded.
 *
 * @param name of the field in the pipeline
 * @param where it is in the record; one name for formats without nesting
 * @param unit of a number that is read as a timestamp; null means: found by its magnitude
 */
public record Field(
        String name,
        FieldType type,
        FieldPath where,
        @Nullable TimeUnit unit) {

    /** @param path plain names from the outside in */
    public Field(String name, FieldType type, List<String> path, @Nullable TimeUnit unit) {
        this(name, type, FieldPath.of(path), unit);
    }

    public static Field of(String name, FieldType type) {
        return new Field(name, type, List.of(name), null);
    }

    /** The names of {@link #where}. */
    public List<String> path() {
        return where.names();
    }
}
