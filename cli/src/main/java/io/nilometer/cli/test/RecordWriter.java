package io.nilometer.cli.test;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nilometer.api.NilometerException;
import io.nilometer.core.pipeline.Use;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a test's record in the format of its stream. */
final class RecordWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private RecordWriter() {}

    /** In the first of the stream's formats that has one way to write fields. */
    static byte[] write(List<Use> formats, Map<?, ?> fields, String stream) {
        List<String> names = formats.stream().map(Use::component).toList();
        String format = names.stream()
                .filter(List.of("json", "logfmt")::contains)
                .findFirst()
                .orElse("");
        return switch (format) {
            case "json" -> json(fields);
            case "logfmt" -> logfmt(fields).getBytes(StandardCharsets.UTF_8);
            default ->
                throw new NilometerException(
                        "test-record",
                        "a record of '" + stream + "' is written as fields, which the format "
                                + String.join(", ", names) + " has no one way to write",
                        "write the record as text, as it would arrive");
        };
    }

    private static byte[] json(Map<?, ?> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(out, fields);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object item : list) {
                write(out, item);
            }
            out.writeEndArray();
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Number number) {
            out.writeNumber(number.toString());
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value == null) {
            out.writeNull();
        } else {
            out.writeString(value.toString());
        }
    }

    private static String logfmt(Map<?, ?> fields) {
        return fields.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + quoted(String.valueOf(entry.getValue())))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '=');
        return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
