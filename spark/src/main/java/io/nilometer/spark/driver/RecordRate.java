package io.nilometer.spark.driver;

import io.nilometer.api.RangePlanner.Most;
import io.nilometer.api.Rate;
import org.jspecify.annotations.Nullable;

/** What the {@code max_rate} of a source allows for its next batch; what was not read is allowed for a few seconds more. */
final class RecordRate {

    private static final double KEPT_SECONDS = 5;
    private static final double NANOS = 1e9;

    private final @Nullable Rate most;
    private double allowed;
    private long readBefore = -1;
    private long atNanos;

    /** @param most null for no bound */
    RecordRate(@Nullable Rate most) {
        this.most = most;
    }

    /**
     * Of each partition.
     *
     * @param fitting what a batch may hold
     * @param read records of the source read so far
     * @return less than one record when nothing may be read now
     */
    Most bound(Most fitting, int partitions, long read, long nowNanos) {
        Rate rate = most;
        if (rate == null) {
            return fitting;
        }
        if (readBefore < 0) {
            // How many partitions there are is known after the first look.
            allowed = 0;
        } else {
            allowed += rate.perSecond() * (nowNanos - atNanos) / NANOS - (read - readBefore);
        }
        readBefore = read;
        atNanos = nowNanos;
        // A slow rate adds up to a record for each partition.
        allowed = Math.min(allowed, Math.max(KEPT_SECONDS * rate.perSecond(), partitions));
        long records = Math.min(fitting.records(), (long) Math.floor(allowed / Math.max(1, partitions)));
        double bytesPerRecord = (double) fitting.bytes() / fitting.records();
        return new Most(Math.max(0, records), (long) Math.min(fitting.bytes(), Math.max(0, records) * bytesPerRecord));
    }
}
