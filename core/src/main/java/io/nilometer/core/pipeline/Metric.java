package io.nilometer.core.pipeline;

import io.nilometer.api.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A metric.
 *
 * @param from resolved: also set when the file leaves it out
 * @param by key columns in order; a plain column's expression is its own name
 * @param lateness empty means the stream's
 * @param select in order; an expression may use earlier ones
 * @param keep of {@code window: all}, or of a metric's history
 */
public record Metric(
        String name,
        Place place,
        Reference from,
        Optional<Sql> where,
        Map<String, Sql> by,
        Window window,
        Optional<Duration> lateness,
        Map<String, Sql> select,
        Optional<Sql> having,
        Optional<Top> top,
        Optional<Duration> keep,
        Duration updateEvery) {

    /**
     * The first rows of a window.
     *
     * @param order an SQL ordering such as {@code requests desc}
     * @param per columns within whose values ranks are counted; empty means over the whole window
     */
    public record Top(int n, Sql order, List<String> per, Place place) {}
}
