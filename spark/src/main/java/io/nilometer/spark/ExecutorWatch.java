package io.nilometer.spark;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * Says it when the cluster gives no executors: Spark itself waits for ever, and tells only its log. By one thread.
 */
final class ExecutorWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final SparkContext context;
    private final Consumer<String> notice;
    private long lookedAt = System.nanoTime();
    private long missedSince = lookedAt;
    private boolean missing;

    ExecutorWatch(SparkContext context, Consumer<String> notice) {
        this.context = context;
        this.notice = notice;
    }

    /** Called often while the query runs. */
    void look() {
        long now = System.nanoTime();
        if (context.isLocal() || now - lookedAt < LOOK.toNanos()) {
            return;
        }
        lookedAt = now;
        // The driver counts as one.
        if (context.isStopped() || context.statusTracker().getExecutorInfos().length > 1) {
            if (missing) {
                notice.accept("executors are there: going on");
            }
            missing = false;
            missedSince = now;
        } else if (!missing && now - missedSince > PATIENCE.toNanos()) {
            missing = true;
            notice.accept(text());
        }
    }

    private String text() {
        SparkConf conf = context.getConf();
        return "the cluster " + context.master() + " has given no executor for " + PATIENCE.toSeconds()
                + " s; waiting. Look whether its workers are up and have room for spark.executor.memory ("
                + conf.get("spark.executor.memory", "1g") + ") and spark.executor.cores ("
                + conf.get("spark.executor.cores", "all that a worker has")
                + "), and what executors that ended have logged";
    }
}
