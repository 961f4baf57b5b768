package io.nilometer.core.pipeline;

import io.nilometer.api.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An alert rule. */
public record Alert(
        String name,
        Place place,
        Reference from,
        Optional<Sql> when,
        Optional<Duration> absentFor,
        List<String> by,
        boolean early,
        int forWindows,
        Map<String, Sql> severity,
        Optional<String> summary,
        Optional<Sql> evidence,
        List<String> notifiers,
        Optional<Duration> resolveAfter,
        Optional<Throttle> atMost,
        Optional<Duration> keep) {

    /** {@code 1 per 10m}. */
    public record Throttle(int count, Duration per) {}
}
