package io.nilometer.embedded;

import io.nilometer.core.run.RunStatus;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How far a run of this engine is.
 *
 * @param batches processed by this run
 * @param spent sums over all batches of this run
 * @param committedBytes written to the state by this run
 */
public record EngineStatus(
        long records,
        Map<String, Long> lags,
        Optional<Instant> watermark,
        long batches,
        String note,
        Map<String, Map<String, Object>> ledger,
        Timing spent,
        long committedBytes)
        implements RunStatus {

    @Override
    public String timing() {
        return batches + " batches, " + (committedBytes >> 20) + " MiB committed; " + spent;
    }

    /** Where the engine thread's time went, in nanoseconds. */
    public record Timing(long waiting, long scan, long merge, long chunks, long commit) {
        static final Timing NONE = new Timing(0, 0, 0, 0, 0);

        /** One line in seconds. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "waiting %.2f s, scan %.2f s, merge %.2f s, chunks %.2f s, commit %.2f s",
                    waiting / 1e9,
                    scan / 1e9,
                    merge / 1e9,
                    chunks / 1e9,
                    commit / 1e9);
        }

        Timing plus(long moreWaiting, long moreScan, long moreMerge, long moreChunks, long moreCommit) {
            return new Timing(
                    waiting + moreWaiting,
                    scan + moreScan,
                    merge + moreMerge,
                    chunks + moreChunks,
                    commit + moreCommit);
        }
    }
}
