package io.nilometer.connectors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.nilometer.api.Column;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as JSON objects, with the columns in the relation's order. Timestamps are ISO-8601 in UTC, dates ISO-8601, binary
 * base64, decimals numbers, doubles the shortest text that reads back the same; NaN and the infinities are strings. A row
 * of which not all was counted has {@code "partial":true}; a provisional one ends with {@code "final":false} and its
 * {@code revision}.
 */
public final class RowJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private RowJson() {}

    /** Writes rows as one object a line, each line with its line feed. */
    public static void writeLines(Relation relation, List<Row> rows, OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setRootValueSeparator(null);
            for (Row row : rows) {
                write(relation, row, json);
                json.writeRaw('\n');
            }
        }
    }

    /** One row as UTF-8. */
    public static byte[] bytes(Relation relation, Row row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(relation, row, json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory", e);
        }
        return out.toByteArray();
    }

    /** A single value as UTF-8. */
    public static byte[] bytes(@Nullable Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory", e);
        }
        return out.toByteArray();
    }

    private static void write(Relation relation, Row row, JsonGenerator json) throws IOException {
        json.writeStartObject();
        int i = 0;
        for (Column column : relation.columns()) {
            json.writeFieldName(column.name());
            write(row.get(i++), json);
        }
        if (row.overflow()) {
            json.writeBooleanField("overflow", true);
        }
        if (row.partial()) {
            json.writeBooleanField("partial", true);
        }
        if (!row.last()) {
            json.writeBooleanField("final", false);
            json.writeNumberField("revision", row.revision());
        }
        json.writeEndObject();
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(WholeText.of(text));
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(WholeText.of(String.valueOf(entry.getKey())));
                write(entry.getValue(), json);
            }
            json.writeEndObject();
        } else {
            // Instant and LocalDate print themselves as ISO-8601.
            json.writeString(value.toString());
        }
    }
}
