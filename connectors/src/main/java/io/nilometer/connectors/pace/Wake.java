package io.nilometer.connectors.pace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A wait that any thread can end. A wake-up that comes while nobody waits ends the next wait. */
public final class Wake {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean pending;

    /** Ends the wait. */
    public void up() {
        lock.lock();
        try {
            pending = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits; the wake-up that ended the wait is used up.
     *
     * @return true when woken, false when the time is over; an interrupt counts as a wake-up and stays set
     */
    public boolean await(Duration wait) {
        long nanos = wait.toNanos();
        lock.lock();
        try {
            while (!pending && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
            boolean was = pending;
            pending = false;
            return was;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #await(Duration)}, until a moment of {@link System#nanoTime()}, but no longer than {@code most}. */
    public boolean awaitUntil(long deadlineNanos, Duration most) {
        long left = Math.min(deadlineNanos - System.nanoTime(), most.toNanos());
        return await(Duration.of(Math.max(0, left), TimeUnit.NANOSECONDS.toChronoUnit()));
    }
}
