package io.nilometer.core.deliver;

import io.nilometer.api.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Remembers what it got; fails, hangs or waits as its test says. */
class FakeSink implements Sink {

    final CountDownLatch closed = new CountDownLatch(1);
    private final List<Long> batches = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private int attempts;
    private int failures;

    FakeSink failing(int times) {
        failures = times;
        return this;
    }

    @Override
    public final void write(Batch batch) throws Exception {
        synchronized (this) {
            attempts++;
            notifyAll();
        }
        before(batch);
        synchronized (this) {
            if (failures > 0) {
                failures--;
                throw new IOException("connection refused");
            }
            batches.add(batch.number());
            batch.outputs().forEach(rows -> rows.rows().forEach(row -> values.add(row.get(0))));
            notifyAll();
        }
    }

    /** Runs before the batch counts as written. */
    void before(Batch batch) throws Exception {}

    @Override
    public void close() {
        closed.countDown();
    }

    synchronized List<Long> batches() {
        return List.copyOf(batches);
    }

    synchronized List<Object> values() {
        return List.copyOf(values);
    }

    synchronized int attempts() {
        return attempts;
    }

    synchronized void awaitAttempts(int count) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (attempts < count) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError("only " + attempts + " attempts");
            }
            wait(millis);
        }
    }
}
