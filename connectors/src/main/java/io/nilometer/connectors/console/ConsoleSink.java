package io.nilometer.connectors.console;

import io.nilometer.api.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes each batch to standard output at once, so that others' lines don't come between. */
final class ConsoleSink implements Sink {

    private final Printer printer;

    ConsoleSink(Printer printer) {
        this.printer = printer;
    }

    /** How rows become text. */
    interface Printer {
        void print(Rows rows, ByteArrayOutputStream out) throws IOException;
    }

    @Override
    public void write(Batch batch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Rows rows : batch.outputs()) {
            if (!rows.rows().isEmpty()) {
                printer.print(rows, out);
            }
        }
        System.out.write(out.toByteArray());
        System.out.flush();
        if (System.out.checkError()) {
            throw new StandardOutputClosed();
        }
    }

    @Override
    public void close() {
        System.out.flush();
    }
}
