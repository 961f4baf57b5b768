package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import io.nilometer.spark.fit.Masters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.SparkConf;

/** Gives the executors of a cluster our code. */
final class ClusterCode {

    private static final String JARS = "spark.jars";
    private static final String CLASS_PATH = "spark.executor.extraClassPath";

    private ClusterCode() {}

    /**
     * Adds the jar to what Spark hands to executors.
     *
     * @param jar all that executors need beside Spark; empty when they have it
     * @throws NilometerException when they need it, it is not there, and they have no class path of their own
     */
    static void ship(SparkConf conf, Optional<Path> jar) {
        if (jar.isEmpty() || Masters.isOneProcess(conf.get("spark.master"))) {
            return;
        }
        Path file = jar.get().toAbsolutePath();
        if (!Files.isReadable(file)) {
            if (conf.contains(CLASS_PATH)) {
                // Run from a build's folders: who starts it so gives executors the same.
                return;
            }
            throw new NilometerException(
                    "no-cluster-jar",
                    "executors need " + file + ", which is not there",
                    "build Nilometer: mvn -DskipTests -pl cli -am package");
        }
        String others = conf.get(JARS, "");
        conf.set(JARS, others.isEmpty() ? file.toUri().toString() : others + "," + file.toUri());
    }
}
