package io.nilometer.bench;

import io.nilometer.api.NilometerException;
import io.nilometer.core.run.Run;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** Follows a run from outside, by its status. */
final class Following {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PATIENCE_SECONDS = 60;

    private Following() {}

    /**
     * Returns when the run has dealt with so many records.
     *
     * @param looked gets the records dealt with, every few milliseconds
     * @throws NilometerException when nothing moves for a minute
     */
    static void until(Run run, long total, LongConsumer looked) {
        long records = 0;
        long lastNews = System.nanoTime();
        while (records < total) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = run.status().records();
            if (now != records) {
                lastNews = System.nanoTime();
            } else if (System.nanoTime() - lastNews > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new NilometerException(
                        "stuck",
                        "the run has not moved for " + PATIENCE_SECONDS + " s at " + now + " of " + total + " records",
                        "see what it says above; a thread dump (jstack) of the next try tells where it waits");
            }
            records = now;
            looked.accept(records);
        }
    }
}
