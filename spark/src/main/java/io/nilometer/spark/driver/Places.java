package io.nilometer.spark.driver;

import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Where work should run: a partition always on the same executor as long as the executors stay the same, so that its
 * reader is open and its tables are warm.
 */
final class Places {

    private static final String[] ANYWHERE = new String[0];

    private List<String> executors = List.of();

    /** Looks who is there; on the driver. */
    void look() {
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
     * None when all runs in the driver's process.
     *
     * @param order of the partition; consecutive ones, as of Kafka's partitions, are spread evenly
     */
    String[] of(long order) {
        return executors.isEmpty()
                ? ANYWHERE
                : new String[] {executors.get((int) Math.floorMod(order, (long) executors.size()))};
    }

    /** The form in which Spark's scheduler understands an executor. */
    private static String name(BlockManagerId manager) {
        return "executor_" + manager.host() + "_" + manager.executorId();
    }
}
