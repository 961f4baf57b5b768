package io.nilometer.core.pipeline;

import io.nilometer.api.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the pipeline's own tests.
 *
 * @param now the wall clock at the start; empty means the epoch of the first event is irrelevant
 * @param expect by output name: a metric, {@code alerts}, {@code rejected}, {@code late}
 * @param ledger expected counters by stream; nested for reasons and late_for
 */
public record PipelineTest(
        String name,
        Place place,
        Optional<Instant> now,
        List<FeedStep> feed,
        Map<String, Expectation> expect,
        Map<String, Object> ledger) {

    /** A step of the feed: one batch, or a move of the clock. */
    public sealed interface FeedStep {}

    /** Records by stream, taken as one batch. */
    public record Records(Map<String, FeedInput> byStream) implements FeedStep {}

    public record Wait(Duration duration) implements FeedStep {}

    /**
     * @param body a String (the raw record) or a Map of fields (written in the stream's format); both may hold {@code {n}}
     * @param every added to the event time from one repetition to the next
     */
    public record TestRecord(
            Object body,
            int repeat,
            Optional<Duration> every,
            Optional<Integer> partition,
            Optional<String> topic,
            Optional<String> key) {}

    /** The records of one stream in a step. */
    public sealed interface FeedInput {}

    public record Inline(List<TestRecord> records) implements FeedInput {}

    /** One record a line; the path is relative to the pipeline's folder. */
    public record FromFile(String path, Place place) implements FeedInput {}

    /**
     * @param rows maps of column to value (compared by type; null means null) or a String: a condition that some row meets
     * @param include only a subset is expected
     */
    public record Expectation(List<Object> rows, boolean include, Place place) {}
}
