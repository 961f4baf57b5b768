package io.nilometer.spark.driver;

import io.nilometer.spark.batch.BatchOffset.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockManagerId;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Where work should run: a partition always on the same executor as long as the executors stay the same, so that its
 * reader is open and its tables are warm.
 */
final class Places {

    private static final String[] ANYWHERE = new String[0];

    private List<String> executors;
    private int slots;

    Places() {
        this(List.of(), 1);
    }

    /** As if this had been seen: executors, and how many tasks run at once on all of them. */
    Places(List<String> executors, int slots) {
        this.executors = executors;
        this.slots = slots;
    }

    /** Looks who is there; on the driver. */
    void look() {
        slots = OptionConverters.toJava(SparkSession.getActiveSession())
                .map(session -> Math.max(1, session.sparkContext().defaultParallelism()))
                .orElse(1);
        SparkEnv env = SparkEnv.get();
        if (env == null) {
            executors = List.of();
            return;
        }
        executors = CollectionConverters.asJava(
                        env.blockManager().master().getMemoryStatus().keySet())
                .stream()
                .filter(manager -> !manager.isDriver())
                .map(Places::name)
                .sorted()
                .toList();
    }

    /**
     * Puts ranges together that tasks are to read, so that every place where a task can run at once has one task. A task
     * reads only what belongs to the same executor.
     */
    List<List<SourceRange>> together(List<SourceRange> ranges) {
        Map<Integer, List<SourceRange>> byExecutor = new TreeMap<>();
        ranges.forEach(range -> byExecutor
                .computeIfAbsent(executor(range), executor -> new ArrayList<>())
                .add(range));
        int slotsEach = (slots - 1) / Math.max(1, executors.size()) + 1;
        List<List<SourceRange>> tasks = new ArrayList<>();
        for (List<SourceRange> mine : byExecutor.values()) {
            int count = Math.min(slotsEach, mine.size());
            for (int task = 0; task < count; task++) {
                List<SourceRange> together = new ArrayList<>();
                for (int next = task; next < mine.size(); next += count) {
                    together.add(mine.get(next));
                }
                tasks.add(together);
            }
        }
        return tasks;
    }

    /** None when all runs in the driver's process. */
    String[] of(SourceRange range) {
        return executors.isEmpty() ? ANYWHERE : new String[] {executors.get(executor(range))};
    }

    /** Names that differ in their last digit, as of Kafka's partitions, are spread evenly. */
    private int executor(SourceRange range) {
        return Math.floorMod(range.partition().hashCode(), Math.max(1, executors.size()));
    }

    /** The form in which Spark's scheduler understands an executor. */
    private static String name(BlockManagerId manager) {
        return "executor_" + manager.host() + "_" + manager.executorId();
    }
}
