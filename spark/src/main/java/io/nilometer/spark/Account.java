package io.nilometer.spark;

import io.nilometer.core.deliver.Delivery;
import io.nilometer.core.run.Standing;
import io.nilometer.spark.driver.BatchEnd.Timing;
import io.nilometer.spark.driver.BatchPlanner;
import io.nilometer.spark.driver.Course;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/** What is told of a run while it goes on: made anew after every batch by the query's thread, read by any. */
final class Account {

    private final Course course;
    private final BatchPlanner planner;
    private final Delivery delivery;
    private volatile ObjLongConsumer<Duration> onBatch = (time, records) -> {};
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

    void onBatch(ObjLongConsumer<Duration> listener) {
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
        onBatch.accept(Duration.ofNanos(timing.wall()), timing.records());
    }
}
