package io.nilometer.core.pipeline;

import io.nilometer.api.Place;
import java.time.Duration;
import java.util.List;

/**
 * Where results go.
 *
 * @param updates also provisional results
 * @param retry how failed writes are repeated
 */
public record Output(String name, Place place, Use sink, List<Reference> from, boolean updates, Retry retry) {

    /**
     * @param attempts 0 means for ever
     * @param pause before the second attempt; doubles up to {@code maxPause}
     */
    public record Retry(int attempts, Duration pause, Duration maxPause) {
        public static final Retry DEFAULT = new Retry(0, Duration.ofMillis(200), Duration.ofSeconds(30));
    }
}
