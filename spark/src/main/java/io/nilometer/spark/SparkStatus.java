package io.nilometer.spark;

import io.nilometer.core.run.RunStatus;
import io.nilometer.spark.driver.BatchEnd.Timing;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How far a run on Spark is.
 *
 * @param batches processed by this run
 * @param last where the time of the last batch went
 * @param total sums over all batches of this run
 * @param exchangeNanos what tasks have spent on the way of cells from scan to shards, as far as Spark has told
 */
public record SparkStatus(
        long records,
        Map<String, Long> lags,
        Optional<Instant> watermark,
        long batches,
        String note,
        Map<String, Map<String, Object>> ledger,
        Timing last,
        Timing total,
        long exchangeNanos)
        implements RunStatus {

    static final Timing NOTHING = new Timing(0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * In seconds. The executors' parts are sums over their tasks; what the batches took beyond them is Spark's
     * scheduling and bookkeeping, and whatever tasks waited for each other.
     */
    @Override
    public String timing() {
        return String.format(
                Locale.ROOT,
                "%d batches, %.2f s in all; tasks: source %.2f s, scan %.2f s, exchange %.2f s, merge %.2f s, state %.2f s;"
                        + " driver: commit %.2f s; %d shards rebuilt",
                batches,
                total.wall() / 1e9,
                total.read() / 1e9,
                total.scan() / 1e9,
                exchangeNanos / 1e9,
                total.merge() / 1e9,
                total.state() / 1e9,
                total.commit() / 1e9,
                total.rebuilt());
    }

    static Timing plus(Timing one, Timing other) {
        return new Timing(
                one.records() + other.records(),
                one.wall() + other.wall(),
                one.read() + other.read(),
                one.scan() + other.scan(),
                one.merge() + other.merge(),
                one.state() + other.state(),
                one.commit() + other.commit(),
                one.rebuilt() + other.rebuilt());
    }
}
