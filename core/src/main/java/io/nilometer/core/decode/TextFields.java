package io.nilometer.core.decode;

import io.nilometer.api.Field;
import io.nilometer.api.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The wanted fields of a text format by name. Text formats have no nesting: a longer path is a name with dots. */
final class TextFields {

    private final Map<String, List<ValueWriter>> byName = new LinkedHashMap<>();
    private final Timestamps timestamps;

    TextFields(List<Field> wanted, Format.Settings settings) {
        ValueWriter.Shared shared = ValueWriter.Shared.of(new NumberText(), settings);
        timestamps = shared.timestamps();
        for (int slot = 0; slot < wanted.size(); slot++) {
            Field field = wanted.get(slot);
            byName.computeIfAbsent(String.join(".", field.path()), name -> new ArrayList<>())
                    .add(new ValueWriter(slot, field.type(), field.unit(), shared));
        }
    }

    TextField named(String name) {
        return new TextField(byName.getOrDefault(name, List.of()));
    }

    Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    Timestamps timestamps() {
        return timestamps;
    }
}
