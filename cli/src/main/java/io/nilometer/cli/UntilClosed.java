package io.nilometer.cli;

import io.nilometer.api.Sink;
import io.nilometer.connectors.console.StandardOutputClosed;

/** A console output for as long as somebody reads it; afterwards rows for it are let go. */
final class UntilClosed implements Sink {

    private final Sink sink;
    private final Runnable whenClosed;
    private boolean closed;

    /** @param whenClosed run once, when a row could not be written because nobody reads any more */
    UntilClosed(Sink sink, Runnable whenClosed) {
        this.sink = sink;
        this.whenClosed = whenClosed;
    }

    @Override
    public void write(Batch batch) throws Exception {
        if (closed) {
            return;
        }
        try {
            sink.write(batch);
        } catch (StandardOutputClosed e) {
            closed = true;
            whenClosed.run();
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
