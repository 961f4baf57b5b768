package io.nilometer.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Sums up what tasks spend on the way of cells from scan to shards, by Spark's own account. */
final class ExchangeMeter extends SparkListener {

    private static final String JOB_GROUP = "spark.jobGroup.id";

    private final Map<Integer, String> groups = new ConcurrentHashMap<>();
    private final Map<String, Long> nanos = new ConcurrentHashMap<>();

    /**
     * Writing, fetching and waiting for it, of all tasks that have ended.
     *
     * @param query id of the query's run, which is the group of its jobs
     */
    long nanos(String query) {
        return nanos.getOrDefault(query, 0L);
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        String group =
                submitted.properties() == null ? null : submitted.properties().getProperty(JOB_GROUP);
        if (group != null) {
            groups.put(submitted.stageInfo().stageId(), group);
        }
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
        groups.remove(completed.stageInfo().stageId());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        TaskMetrics metrics = end.taskMetrics();
        String group = groups.get(end.stageId());
        if (metrics != null && group != null) {
            long spent = metrics.shuffleWriteMetrics().writeTime()
                    + TimeUnit.MILLISECONDS.toNanos(metrics.shuffleReadMetrics().fetchWaitTime());
            nanos.merge(group, spent, Long::sum);
        }
    }
}
