package io.nilometer.spark;

import io.nilometer.core.run.TemporaryDirectory;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * Where Spark keeps what goes with the process, when it runs within this one: blocks, jars, the working copies of the state. In
 * a folder of ours, since Spark leaves its own behind when it is killed, and nobody can tell whose they are.
 */
final class Scratch {

    private static final String LOCAL_DIR = "spark.local.dir";
    private static final String ENVIRONMENT = "SPARK_LOCAL_DIRS";

    private static @Nullable TemporaryDirectory made;

    private Scratch() {}

    /** Names the folder, unless the user has named one. All runs of the process share it, as they share the context. */
    static synchronized void in(SparkConf conf) {
        if (conf.contains(LOCAL_DIR) || System.getenv(ENVIRONMENT) != null) {
            return;
        }
        TemporaryDirectory folder = made;
        if (folder == null) {
            folder = TemporaryDirectory.create("nilometer-spark-scratch");
            made = folder;
        }
        conf.set(LOCAL_DIR, folder.path().toString());
    }

    /** When the context has ended. */
    static synchronized void delete() {
        TemporaryDirectory folder = made;
        made = null;
        if (folder != null) {
            folder.close();
        }
    }
}
