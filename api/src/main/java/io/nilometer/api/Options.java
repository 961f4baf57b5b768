package io.nilometer.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checked values of a component's options. */
public final class Options {

    private final Map<String, Object> values;

    /** @param values by option name, already parsed by {@link OptionType#parser()}; options not written are absent */
    public Options(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** The value or its default. Use for options that are required or have a default. */
    public <T> T get(Option<T> option) {
        T value = find(option);
        if (value == null) {
            throw new IllegalStateException("option " + option.name() + " has neither value nor default");
        }
        return value;
    }

    /** The value, its default, or null. */
    @SuppressWarnings("unchecked") // values were made by the option's own parser
    public <T> @Nullable T find(Option<T> option) {
        Object value = values.get(option.name());
        return value == null ? option.defaultValue() : (T) value;
    }

    public boolean has(Option<?> option) {
        return values.containsKey(option.name());
    }
}
