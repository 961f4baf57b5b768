package io.nilometer.spark.fit;

import java.util.ServiceLoader;
import org.apache.spark.scheduler.ExternalClusterManager;

/** The kinds of clusters, by the text of {@code --master}. */
public final class Masters {

    /** What the URL of a standalone cluster begins with. */
    public static final String STANDALONE = "spark://";

    private static final String SEVERAL_PROCESSES = "local-cluster";

    private Masters() {}

    /** Whether all of Spark runs in this process. */
    public static boolean isOneProcess(String master) {
        return master.startsWith("local") && !master.startsWith(SEVERAL_PROCESSES);
    }

    /** Whether this process can be the driver: Spark's own jars know standalone clusters, others must be brought along. */
    public static boolean canStart(String master) {
        if (master.startsWith("local") || master.startsWith(STANDALONE)) {
            return true;
        }
        for (ExternalClusterManager manager : ServiceLoader.load(ExternalClusterManager.class)) {
            if (manager.canCreate(master)) {
                return true;
            }
        }
        return false;
    }
}
