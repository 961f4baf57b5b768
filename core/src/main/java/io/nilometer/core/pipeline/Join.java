package io.nilometer.core.pipeline;

import io.nilometer.api.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A join of two streams or metrics. */
public record Join(
        String name,
        Place place,
        Reference left,
        Reference right,
        List<String> by,
        Optional<Within> within,
        Type type,
        Match match,
        Optional<Sql> where,
        Map<String, Sql> select,
        Optional<Duration> lateness) {

    /** Bounds of right.time − left.time. */
    public record Within(Duration lower, Duration upper) {}

    public enum Type {
        INNER,
        LEFT
    }

    /** Which right rows a left row is joined with. */
    public enum Match {
        ALL,
        FIRST,
        LAST
    }
}
