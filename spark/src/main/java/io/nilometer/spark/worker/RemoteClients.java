package io.nilometer.spark.worker;

import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.remote.HadoopFiles;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the runs that this process takes part in read remote files with. */
final class RemoteClients {

    /** Then the task fails, and Spark lets another try. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Map<String, HadoopFiles> HELD = new ConcurrentHashMap<>();

    private RemoteClients() {}

    static HadoopFiles of(Recipe recipe) {
        return HELD.computeIfAbsent(recipe.run(), run -> new HadoopFiles(recipe.hadoop(), PATIENCE));
    }

    static void forget(String run) {
        HELD.remove(run);
    }
}
