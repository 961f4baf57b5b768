package io.nilometer.core.deliver;

import io.nilometer.api.Durations;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Relation;
import io.nilometer.api.RowsRefused;
import io.nilometer.api.Sink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One output's thread: makes the sink, gives it batch after batch, tries again what failed, keeps the mark. */
final class OutputThread implements Runnable {

    /** So many batches without rows may pass before the mark is written. */
    private static final long UNMARKED = 100;

    private static final long FETCH_BYTES = 4L << 20;
    private static final long ENOUGH_COUNTED = 1_000_000;

    private final Subscription subscription;
    private final Map<String, Relation> relations;
    private final String incarnation;
    private final Outbox outbox;
    private final Marks marks;
    private final Consumer<String> notice;
    private final Runnable moved;
    private final Waiting waiting;
    private final Attempts attempts;
    private final RefusedRows refused;
    private final Thread thread;

    private long marked;
    private long written;
    private volatile long position;
    private volatile boolean abandoned;
    private volatile @Nullable String failing;
    private volatile @Nullable NilometerException failure;

    /** @param moved called on this thread whenever {@link #position} has grown, and when the thread ends */
    OutputThread(
            Subscription subscription,
            String incarnation,
            Outbox outbox,
            Marks marks,
            long start,
            Waiting waiting,
            Consumer<String> notice,
            Runnable moved) {
        this.subscription = subscription;
        this.relations = subscription.byName();
        this.incarnation = incarnation;
        this.outbox = outbox;
        this.marks = marks;
        this.marked = start;
        this.written = marks.written(subscription.output());
        this.position = start;
        this.waiting = waiting;
        this.notice = notice;
        this.moved = moved;
        this.refused = new RefusedRows(subscription.output(), subscription.refused(), notice);
        this.attempts = new Attempts(subscription.retry(), ThreadLocalRandom.current());
        this.thread = new Thread(this, "nilometer-output-" + subscription.output());
        // A sink that hangs past every deadline must not keep the process alive.
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void offer(long batch, List<Sink.Rows> rows, long bytes) {
        List<Sink.Rows> mine = subscription.select(rows);
        int all = count(rows);
        int count = count(mine);
        waiting.offer(batch, mine, count, all == 0 ? 0 : (long) ((double) bytes * count / all));
    }

    @Override
    public void run() {
        try {
            Sink sink = attempt("open", subscription.sink());
            try {
                work(sink);
            } finally {
                // An interrupt that the sink did not notice is over: it would break what close() still writes.
                Thread.interrupted();
                close(sink);
                refused.close();
            }
        } catch (InterruptedException e) {
            // Only close() ends the work so; it tells what is left.
        } catch (NilometerException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(new NilometerException(
                    "output-failed", named("stopped (" + reason(e) + ")"), "see the stack trace with --verbose", e));
        } finally {
            moved.run();
        }
    }

    private void work(Sink sink) throws InterruptedException {
        while (true) {
            Waiting.Next next = waiting.next(position);
            if (next instanceof Waiting.Write write) {
                write(sink, write.batch(), write.rows());
            } else if (next instanceof Waiting.Fetch fetch) {
                fetch(sink, fetch.upTo());
            } else if (next instanceof Waiting.Skip skip) {
                advance(skip.upTo(), false);
            } else {
                advance(position, true);
                return;
            }
        }
    }

    /** Writes some of what the outbox has up to a batch; comes back for more until there is none. */
    private void fetch(Sink sink, long upTo) throws InterruptedException {
        List<Outbox.Stored> found = outbox.read(position, FETCH_BYTES);
        if (found.isEmpty() || found.get(0).batch() > upTo) {
            advance(upTo, false);
            return;
        }
        for (Outbox.Stored stored : found) {
            if (stored.batch() <= upTo) {
                write(sink, stored.batch(), subscription.select(RowCodec.read(stored.bytes(), relations)));
            }
        }
    }

    private void write(Sink sink, long batch, List<Sink.Rows> rows) throws InterruptedException {
        if (rows.isEmpty()) {
            advance(batch, false);
            return;
        }
        Sink.Batch whole = new Sink.Batch(incarnation, batch, List.copyOf(rows));
        List<RowsRefused.Refused> never = attempt("write", () -> write(sink, whole));
        written = batch;
        if (!never.isEmpty()) {
            attempt("keep what was refused", () -> {
                refused.keep(incarnation, batch, never);
                return never;
            });
        }
        advance(batch, true);
    }

    /** @return the rows that the sink will never take */
    private static List<RowsRefused.Refused> write(Sink sink, Sink.Batch batch) throws Exception {
        try {
            sink.write(batch);
            return List.of();
        } catch (RowsRefused e) {
            return e.rows();
        }
    }

    private void advance(long batch, boolean mark) throws InterruptedException {
        stopIfAbandoned();
        if (batch > marked && (mark || batch - marked >= UNMARKED)) {
            marks.delivered(subscription.output(), batch, written);
            marked = batch;
        }
        position = batch;
        moved.run();
    }

    private <T> T attempt(String what, Callable<T> action) throws InterruptedException {
        long startedNanos = System.nanoTime();
        while (true) {
            stopIfAbandoned();
            try {
                T result = action.call();
                recovered(what, startedNanos);
                return result;
            } catch (NilometerException e) {
                throw e;
            } catch (Exception e) {
                stopIfAbandoned();
                Thread.sleep(pauseAfter(what, e).toMillis());
            }
        }
    }

    private Duration pauseAfter(String what, Exception cause) {
        Optional<Duration> pause = attempts.fail();
        if (pause.isEmpty()) {
            throw new NilometerException(
                    "output-failed",
                    named("cannot " + what + " (" + reason(cause) + "), given up after " + attempts.failed()
                            + (attempts.failed() == 1 ? " attempt" : " attempts")),
                    "mend the cause and start again; retry: {attempts: 0} tries for ever",
                    cause);
        }
        failing = reason(cause);
        if (attempts.failed() == 1) {
            notice.accept(
                    named("cannot " + what + " (" + failing + "), trying again in " + Durations.print(pause.get())));
        }
        return pause.get();
    }

    private void recovered(String what, long startedNanos) {
        if (attempts.failed() > 0) {
            long seconds = Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds();
            notice.accept(named("can " + what + " again, after " + seconds + "s"));
            attempts.succeed();
            failing = null;
        }
    }

    private void close(Sink sink) {
        try {
            sink.close();
        } catch (RuntimeException e) {
            // All that write() returned for is where it belongs: a failed close loses nothing.
            notice.accept(named("cannot close (" + reason(e) + ")"));
        }
    }

    private void stopIfAbandoned() throws InterruptedException {
        if (abandoned) {
            throw new InterruptedException();
        }
    }

    private void fail(NilometerException e) {
        failing = e.problem().message();
        failure = e;
    }

    private String named(String message) {
        return "output " + subscription.output() + ": " + message;
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private static int count(List<Sink.Rows> outputs) {
        int count = 0;
        for (Sink.Rows rows : outputs) {
            count += rows.rows().size();
        }
        return count;
    }

    /** No more batches come: the thread ends when it has written those that wait. */
    void finish() {
        waiting.close();
    }

    /** Ends the thread where it stands: what it has not written by now stays in the outbox. */
    void abandon() {
        abandoned = true;
        thread.interrupt();
    }

    /** How many rows were refused since this was asked last, by relation. */
    Map<String, Long> takeRefused() {
        return refused.take();
    }

    boolean join(Duration most) throws InterruptedException {
        thread.join(Math.max(1, most.toMillis()));
        return !thread.isAlive();
    }

    String output() {
        return subscription.output();
    }

    OutputStatus status() {
        return new OutputStatus(subscription.output(), position, waiting.offered(), failing);
    }

    /** Counts what is left in the outbox, up to a number that nobody reads to the last digit. */
    Undelivered undelivered() {
        long offered = waiting.offered();
        long at = position;
        long rows = 0;
        boolean all = false;
        while (!all && rows < ENOUGH_COUNTED) {
            List<Outbox.Stored> found = outbox.read(at, FETCH_BYTES);
            for (Outbox.Stored stored : found) {
                at = stored.batch();
                rows += at > offered ? 0 : count(subscription.select(RowCodec.read(stored.bytes(), relations)));
            }
            all = found.isEmpty() || at >= offered;
        }
        return new Undelivered(subscription.output(), rows, all, failing == null ? "" : failing);
    }

    @Nullable
    NilometerException failure() {
        return failure;
    }
}
