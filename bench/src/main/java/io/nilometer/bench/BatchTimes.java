package io.nilometer.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The times of a run's batches that held records. May be used by several threads. */
final class BatchTimes {

    private final long warmUp;
    private final List<Double> warmUpMillis = new ArrayList<>();
    private final List<Double> millis = new ArrayList<>();
    private long records;

    /** @param warmUp batches that begin before so many records are kept apart */
    BatchTimes(long warmUp) {
        this.warmUp = warmUp;
    }

    synchronized void add(Duration time, long taken) {
        if (taken > 0) {
            (records < warmUp ? warmUpMillis : millis).add(time.toNanos() / 1e6);
            records += taken;
        }
    }

    synchronized void addTo(Meter meter) {
        meter.add("batches", millis.size());
        meter.add("batch_p50_ms", percentile(millis, 0.5));
        meter.add("batch_p99_ms", percentile(millis, 0.99));
        meter.add("batch_max_ms", percentile(millis, 1));
        meter.add("warm_up_batch_max_ms", percentile(warmUpMillis, 1));
    }

    /** The smallest value that is not below the given share of all; NaN for none. */
    static double percentile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}
