package io.nilometer.core.pipeline;

import java.time.Duration;

/** The windows of a metric. Aligned to the epoch in UTC, plus offset. */
public sealed interface Window {

    /** {@code 1m}, {@code 5m every 1m}, {@code 1d offset 6h}: tumbling when slide equals size. */
    record Sliding(Duration size, Duration slide, Duration offset) implements Window {
        public boolean tumbling() {
            return size.equals(slide);
        }
    }

    /** {@code session 30m}: from the first event of a key to its last plus the gap. */
    record Session(Duration gap) implements Window {}

    /** {@code all}: running, until a key has had no event for {@code keep}. */
    record All(Duration keep) implements Window {}

    /** {@code same}: of the metric rows it reads. */
    record Same() implements Window {}
}
