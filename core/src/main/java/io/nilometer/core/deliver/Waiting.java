package io.nilometer.core.deliver;

import io.nilometer.api.Sink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The batches that wait for one output. Holds rows in memory while there is room, and remembers for the others that the
 * outbox must be asked. One thread offers, one takes.
 */
final class Waiting {

    /** What the taker does next. */
    sealed interface Next {}

    /** Write these rows. */
    record Write(long batch, List<Sink.Rows> rows) implements Next {}

    /** Read the outbox, from where the output is up to this batch. */
    record Fetch(long upTo) implements Next {}

    /** Nothing for this output up to this batch. */
    record Skip(long upTo) implements Next {}

    /** Nothing left, and no more will come. */
    record End() implements Next {}

    /** @param previous the last batch before this one that had rows for this output; what lies between had none */
    private record Held(long batch, long previous, List<Sink.Rows> rows, int count, long bytes) {}

    private final Deque<Held> held = new ArrayDeque<>();
    private final long maxBytes;
    private final int maxRows;
    private long heldBytes;
    private int heldRows;
    private long previous;
    private long offered;
    private boolean closed;

    /** @param last the last batch that is in the outbox already */
    Waiting(long last, long maxBytes, int maxRows) {
        this.previous = last;
        this.offered = last;
        this.maxBytes = maxBytes;
        this.maxRows = maxRows;
    }

    synchronized void offer(long batch, List<Sink.Rows> rows, int count, long bytes) {
        if (batch <= offered) {
            throw new IllegalArgumentException("batch " + batch + " offered after batch " + offered);
        }
        if (count > 0) {
            // A batch alone is taken whatever its size: it is in memory anyway, reading it back would cost more.
            if (held.isEmpty() || (heldBytes + bytes <= maxBytes && heldRows + count <= maxRows)) {
                held.add(new Held(batch, previous, rows, count, bytes));
                heldBytes += bytes;
                heldRows += count;
            }
            previous = batch;
        }
        offered = batch;
        notifyAll();
    }

    /** Waits until there is something to do for an output that has everything up to {@code position}. */
    synchronized Next next(long position) throws InterruptedException {
        while (true) {
            Held first = held.peek();
            if (first != null && first.previous <= position) {
                held.remove();
                heldBytes -= first.bytes;
                heldRows -= first.count;
                return new Write(first.batch, first.rows);
            }
            long known = first == null ? previous : first.previous;
            if (known > position) {
                return new Fetch(known);
            }
            if (offered > position) {
                return new Skip(offered);
            }
            if (closed) {
                return new End();
            }
            wait();
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized long offered() {
        return offered;
    }
}
