package io.nilometer.api;

import org.jspecify.annotations.Nullable;

/**
 * One option of a component, declared once: parsing, checking, the reference and the JSON Schema come from it.
 *
 * @param name snake_case, as written in the pipeline file
 * @param type how its value is read
 * @param defaultValue used when it is not written; null together with {@code required == false} means "not set"
 * @param required refused when missing
 * @param secret never printed
 * @param help one line for the reference
 * @param <T> the Java type of its value
 */
public record Option<T>(
        String name, OptionType<T> type, @Nullable T defaultValue, boolean required, boolean secret, String help) {

    public static <T> Option<T> required(String name, OptionType<T> type, String help) {
        return new Option<>(name, type, null, true, false, help);
    }

    public static <T> Option<T> optional(String name, OptionType<T> type, String help) {
        return new Option<>(name, type, null, false, false, help);
    }

    public static <T> Option<T> of(String name, OptionType<T> type, T defaultValue, String help) {
        return new Option<>(name, type, defaultValue, false, false, help);
    }

    /** The same option with a value that is never printed. */
    public Option<T> asSecret() {
        return new Option<>(name, type, defaultValue, required, true, help);
    }
}
