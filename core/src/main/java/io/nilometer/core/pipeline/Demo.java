package io.nilometer.core.pipeline;

import io.nilometer.api.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The traffic of one stream in a demonstration: Spark SQL over {@code n} (record number, bigint) and {@code now}
 * (timestamp).
 *
 * @param fields written as JSON; empty when {@code raw} is given
 * @param raw the whole record as text
 */
public record Demo(
        String stream,
        Place place,
        double rate,
        long seed,
        Map<String, Sql> fields,
        Optional<Sql> raw,
        List<Incident> incidents) {

    /**
     * A planted incident.
     *
     * @param at after the start
     * @param every comes again; empty means once
     * @param where over the fields; empty means all records
     * @param set replaces these fields (or {@code raw})
     */
    public record Incident(
            Duration at, Duration lasting, Optional<Duration> every, Optional<Sql> where, Map<String, Sql> set) {}
}
