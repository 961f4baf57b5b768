package io.nilometer.connectors.console;

import io.nilometer.api.Row;
import io.nilometer.api.Sink.Rows;
import io.nilometer.connectors.json.RowJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One object a line.
 *
 * @param named when several relations share the output, each row comes as {@code {"name": relation, "row": {…}}}
 */
record JsonPrinter(boolean named) implements ConsoleSink.Printer {

    @Override
    public void print(Rows rows, ByteArrayOutputStream out) throws IOException {
        if (!named) {
            RowJson.writeLines(rows.relation(), rows.rows(), out);
            return;
        }
        for (Row row : rows.rows()) {
            out.writeBytes("{\"name\":".getBytes(StandardCharsets.UTF_8));
            out.writeBytes(RowJson.bytes((Object) rows.relation().name()));
            out.writeBytes(",\"row\":".getBytes(StandardCharsets.UTF_8));
            out.writeBytes(RowJson.bytes(rows.relation(), row));
            out.writeBytes("}\n".getBytes(StandardCharsets.UTF_8));
        }
    }
}
