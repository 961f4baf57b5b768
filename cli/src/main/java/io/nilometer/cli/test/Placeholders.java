package io.nilometer.cli.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in {@code {n}}: the number of the repetition, from 0. */
final class Placeholders {

    private Placeholders() {}

    static @Nullable Object fill(@Nullable Object value, int n) {
        if (value instanceof String text) {
            return text.replace("{n}", Integer.toString(n));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> fill(item, n)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> filled = new LinkedHashMap<>();
            map.forEach((key, item) -> filled.put(key, fill(item, n)));
            return filled;
        }
        return value;
    }
}
