package io.nilometer.cli.test;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as people read them: one line, as they could be written in the test. */
final class RowText {

    private static final int LONGEST_VALUE = 200;

    private RowText() {}

    static String row(Relation relation, Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < relation.columns().size(); i++) {
            values.put(relation.columns().get(i).name(), row.get(i));
        }
        return columns(values);
    }

    static String columns(Map<String, @Nullable Object> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    static String value(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RowText::value).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = String.valueOf(value);
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
