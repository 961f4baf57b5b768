package io.nilometer.connectors.console;

import io.nilometer.api.Row;
import io.nilometer.api.Sink.Rows;
import io.nilometer.connectors.json.RowJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One object a line.
 *
 * @param named when several relations share the output, each row comes as {@code {"name": relation, "row": {…}}}
 */
record JsonPrinter(boolean named) implements ConsoleSink.Printer {

    @Override
    public void print(Rows rows, ByteArrayOutputStream out) {
        byte[] name = RowJson.bytes((Object) rows.relation().name());
        for (Row row : rows.rows()) {
            if (named) {
                out.writeBytes("{\"name\":".getBytes(StandardCharsets.UTF_8));
                out.writeBytes(visible(name));
                out.writeBytes(",\"row\":".getBytes(StandardCharsets.UTF_8));
            }
            out.writeBytes(visible(RowJson.bytes(rows.relation(), row)));
            out.writeBytes((named ? "}\n" : "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The same JSON value; what a terminal would obey or not show is an escape, as it is in tables. */
    private static byte[] visible(byte[] json) {
        if (isPlain(json)) {
            return json;
        }
        StringBuilder safe = new StringBuilder(json.length);
        new String(json, StandardCharsets.UTF_8).codePoints().forEach(point -> {
            if (CellText.isHidden(point)) {
                for (char half : Character.toChars(point)) {
                    safe.append(String.format("\\u%04x", (int) half));
                }
            } else {
                safe.appendCodePoint(point);
            }
        });
        return safe.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isPlain(byte[] json) {
        for (byte each : json) {
            if (each < ' ' || each == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
