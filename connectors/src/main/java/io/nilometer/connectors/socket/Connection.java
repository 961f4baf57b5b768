package io.nilometer.connectors.socket;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Ends what may be waiting in a read. */
final class Connection {

    private static final long PATIENCE_MILLIS = 1_000;

    private Connection() {}

    /** A thread that reads from it gets an exception. */
    static void close(@Nullable Closeable connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException("closing a connection", e);
            }
        }
    }

    static void end(@Nullable Thread thread) {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
