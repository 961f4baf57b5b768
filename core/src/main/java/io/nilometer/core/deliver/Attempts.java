package io.nilometer.core.deliver;

import io.nilometer.core.pipeline.Output;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Counts failed attempts in a row and says how long to pause: doubling, with half of each pause left to chance so that
 * outputs that failed together do not come back together ("equal jitter": Brooker, Exponential Backoff And Jitter, 2015).
 */
final class Attempts {

    private final Output.Retry retry;
    private final RandomGenerator random;
    private int failed;

    Attempts(Output.Retry retry, RandomGenerator random) {
        this.retry = retry;
        this.random = random;
    }

    /** Failed attempts since the last success. */
    int failed() {
        return failed;
    }

    /** @return the pause before the next attempt; empty when that was the last one */
    Optional<Duration> fail() {
        failed++;
        if (retry.attempts() > 0 && failed >= retry.attempts()) {
            return Optional.empty();
        }
        long most = Math.max(retry.pause().toMillis(), retry.maxPause().toMillis());
        long pause = Math.max(1, retry.pause().toMillis());
        for (int i = 1; i < failed && pause < most; i++) {
            pause *= 2;
        }
        pause = Math.min(pause, most);
        return Optional.of(Duration.ofMillis(pause - random.nextLong(pause / 2 + 1)));
    }

    void succeed() {
        failed = 0;
    }
}
