package io.nilometer.core.run;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How far a run is, of what has been committed. Immutable. */
public interface RunStatus {

    /** Records read so far, by this run and those before it on the same state. */
    long records();

    /**
     * What is known to be waiting, by stream with a source: records or bytes, as
     * {@link io.nilometer.api.SourceFactory#lagUnit} of its source says. A stream of which it is unknown is missing.
     */
    Map<String, Long> lags();

    /** Event time up to which the slowest stream is known; empty before the first event and after the end. */
    Optional<Instant> watermark();

    /** What holds the run back, such as a sink that does not answer; empty when nothing does. */
    String note();

    /** As {@code ledger.json} shows it: counters by stream. */
    Map<String, Map<String, Object>> ledger();

    /** Where the time of the run went, in one line for {@code --verbose}. */
    String timing();
}
