package io.nilometer.connectors.pace;

import java.time.Duration;

/** Growing pauses between attempts: each twice the one before, up to a limit; a success starts again. Used by one thread. */
public final class Backoff {

    private final Duration first;
    private final Duration most;
    private Duration next;

    public Backoff(Duration first, Duration most) {
        this.first = first;
        this.most = most;
        this.next = first;
    }

    /** The pause before the next attempt. */
    public Duration next() {
        Duration pause = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(most) > 0 ? most : doubled;
        return pause;
    }

    public void reset() {
        next = first;
    }
}
