package io.nilometer.spark;

import io.nilometer.core.deliver.Delivery;
import io.nilometer.core.run.BatchListener;
import io.nilometer.core.run.Standing;
import io.nilometer.spark.driver.BatchEnd.Timing;
import io.nilometer.spark.driver.BatchPlanner;
import io.nilometer.spark.driver.Course;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is told of a run while it goes on: made anew after every batch by the query's thread, read by any. */
final class Account {

    private final Course course;
    private final BatchPlanner planner;
    private final Delivery delivery;
    private volatile BatchListener onBatch = report -> {};
    private volatile SparkStatus status;

    Account(Course course, BatchPlanner planner, Delivery delivery) {
        this.course = course;
        this.planner = planner;
        this.delivery = delivery;
        status = new SparkStatus(
                course.standing().records(),
                Map.of(),
                Optional.empty(),
                0,
                "",
                course.standing().ledger().toMap(),
                SparkStatus.NOTHING,
                SparkStatus.NOTHING,
                0);
    }

    SparkStatus status() {
        return status;
    }

    void onBatch(BatchListener listener) {
        onBatch = listener;
    }

    /** A batch is done; {@code exchangeNanos} is what all of them have spent between scan and shards. */
    void take(Timing timing, long exchangeNanos) {
        Standing standing = course.standing();
        status = new SparkStatus(
                standing.records(),
                planner.lags(),
                standing.watermark(),
                status.batches() + 1,
                delivery.obstacles(),
                standing.ledger().toMap(),
                timing,
                SparkStatus.plus(status.total(), timing),
                exchangeNanos);
        BatchListener listener = onBatch;
        Map<String, Duration> parts = new LinkedHashMap<>();
        parts.put("source", Duration.ofNanos(timing.read()));
        parts.put("scan", Duration.ofNanos(timing.scan()));
        parts.put("merge", Duration.ofNanos(timing.merge()));
        parts.put("state", Duration.ofNanos(timing.state()));
        parts.put("commit", Duration.ofNanos(timing.commit()));
        listener.batch(new BatchListener.Report(
                standing.batch(),
                timing.records(),
                Duration.ofNanos(timing.wall()),
                parts,
                listener.wantsPositions() ? standing.positions() : Map.of()));
    }
}
