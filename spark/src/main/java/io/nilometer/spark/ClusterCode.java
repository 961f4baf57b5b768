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

    private ClusterCode() {}

    /**
     * Adds the jar to what Spark hands to executors.
     *
     * @param jar all that executors need beside Spark; empty when they have it
     * @throws NilometerException when they need it and it is not there
     */
    static void ship(SparkConf conf, Optional<Path> jar) {
        if (jar.isEmpty() || Masters.isOneProcess(conf.get("spark.master"))) {
            return;
        }
        Path file = jar.get().toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new NilometerException(
                    "no-cluster-jar",
                    "executors need " + file + ", which is not there",
                    "build Nilometer: mvn -DskipTests -pl cli -am package");
        }
        String others = conf.get(JARS, "");
        conf.set(JARS, others.isEmpty() ? file.toUri().toString() : others + "," + file.toUri());
    }
}
