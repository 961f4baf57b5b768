package io.nilometer.core.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nilometer.api.FieldType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON text to arrays, maps and structs of plain Java values, as {@link io.nilometer.api.Row} has them. */
final class CompositeReader {

    /** What does not fit its type, in whole or in part. */
    static final Object MISFIT = new Object();

    private final JsonFactory factory;
    private final NumberText number = new NumberText();
    private final ValueWriter.Shared shared;
    private final CapturedValue captured = new CapturedValue();
    private final Map<FieldType, ValueWriter> writers = new IdentityHashMap<>();
    private String text = "";

    CompositeReader(io.nilometer.api.Format.Settings settings) {
        factory = StrictJson.factory(settings.maxDepth());
        shared = new ValueWriter.Shared(number, new Timestamps(settings.zone()), this);
    }

    /**
     * @param b well-formed UTF-8 between from and to
     * @return the value; null for JSON's null; {@link #MISFIT} when it does not fit or is no JSON
     */
    @Nullable
    Object read(FieldType type, byte[] b, int from, int to) {
        text = new String(b, from, to - from, StandardCharsets.UTF_8);
        char[] chars = text.toCharArray();
        try (JsonParser parser = factory.createParser(chars, 0, chars.length)) {
            if (parser.nextToken() == null) {
                return MISFIT;
            }
            Object value = value(parser, type);
            return value != MISFIT && parser.nextToken() == null ? value : MISFIT;
        } catch (IOException e) {
            return MISFIT; // not JSON; the caller counts the field as bad
        }
    }

    private @Nullable Object value(JsonParser parser, FieldType type) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (type instanceof FieldType.Array array) {
            return parser.currentToken() == JsonToken.START_ARRAY ? list(parser, array) : MISFIT;
        }
        if (type instanceof FieldType.Mapping mapping) {
            return parser.currentToken() == JsonToken.START_OBJECT ? map(parser, mapping) : MISFIT;
        }
        if (type instanceof FieldType.Struct struct) {
            return parser.currentToken() == JsonToken.START_OBJECT ? struct(parser, struct) : MISFIT;
        }
        return scalar(parser, type);
    }

    private Object list(JsonParser parser, FieldType.Array type) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object element = value(parser, type.element());
            if (element == MISFIT) {
                return MISFIT;
            }
            list.add(element);
        }
        return list;
    }

    private Object map(JsonParser parser, FieldType.Mapping type) throws IOException {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Object key = text(type.key(), parser.currentName());
            parser.nextToken();
            Object value = value(parser, type.value());
            if (key == MISFIT || value == MISFIT) {
                return MISFIT;
            }
            map.put(key, value);
        }
        return map;
    }

    /** A member may also be written in the struct around it, its name behind that of its own struct and a dot. */
    private Object struct(JsonParser parser, FieldType.Struct type) throws IOException {
        Map<String, @Nullable Object> map = StructField.empty(type);
        Set<String> inParts = Set.of();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            List<String> way = map.containsKey(name)
                    ? List.of(name)
                    : name.indexOf('.') < 0 ? null : StructField.wayTo(type, name);
            parser.nextToken();
            if (way == null) {
                parser.skipChildren();
                continue;
            }
            Object value = value(parser, StructField.typeAt(type, way));
            if (value == MISFIT) {
                return MISFIT;
            }
            String first = way.get(0);
            if (way.size() == 1 && !inParts.contains(first)) {
                map.put(first, value);
            } else if (value != null) {
                inParts = inParts.isEmpty() ? new HashSet<>() : inParts;
                inParts.add(first);
                StructField.put(map, type, way, value);
            }
        }
        return map;
    }

    private Object scalar(JsonParser parser, FieldType type) throws IOException {
        ValueWriter writer = writer(type);
        captured.clear();
        switch (parser.currentToken()) {
            case VALUE_STRING -> {
                return text(type, parser.getText());
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                byte[] digits = parser.getText().getBytes(StandardCharsets.ISO_8859_1);
                number.scanJson(digits, 0, digits.length);
                writer.number(captured, digits, 0, digits.length);
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                boolean value = parser.currentToken() == JsonToken.VALUE_TRUE;
                byte[] name = String.valueOf(value).getBytes(StandardCharsets.ISO_8859_1);
                writer.flag(captured, value, name, 0, name.length);
            }
            default -> {
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                int end = (int) parser.currentLocation().getCharOffset();
                byte[] raw = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
                writer.json(captured, raw, 0, raw.length);
            }
        }
        return captured.value(type);
    }

    private Object text(FieldType type, String content) {
        byte[] utf8 = Utf8.encode(content);
        captured.clear();
        if (type.slot() == FieldType.Slot.OBJECT && !(type instanceof FieldType.Decimal)) {
            return MISFIT; // a composite as the key of a map
        }
        writer(type).text(captured, utf8, 0, utf8.length);
        return captured.value(type);
    }

    private ValueWriter writer(FieldType type) {
        return writers.computeIfAbsent(type, t -> new ValueWriter(0, t, null, shared));
    }
}
