package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import java.util.regex.Pattern;

/** What a user is told when a query has failed. */
final class Failures {

    private static final Pattern VERSIONS = Pattern.compile(
            "InvalidClassException|ClassNotFoundException|NoClassDefFoundError|NoSuch(Method|Field)Error");
    private static final Pattern CLUSTER_GONE =
            Pattern.compile("stopped SparkContext|SparkContext was shut down|RpcEnv .*stopped");

    private Failures() {}

    /** The reason of ours, if there is one behind what Spark says; otherwise what Spark says, without its stack traces. */
    static NilometerException of(Throwable failure) {
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof NilometerException ours) {
                return ours;
            }
        }
        Throwable deepest = deepest(failure);
        String said = firstLine(deepest);
        return new NilometerException("spark-failed", "the query failed: " + said, remedy(deepest, said), failure);
    }

    /** Why it failed, in one line. */
    static String reason(Throwable failure) {
        return firstLine(deepest(failure));
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    /** What comes from executors, Spark tells as text. */
    private static String remedy(Throwable failure, String said) {
        String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
        if (failure instanceof OutOfMemoryError) {
            return "give executors and driver more memory (spark.executor.memory, spark.driver.memory), or use fewer keys";
        } else if (VERSIONS.matcher(said).find()) {
            return "driver and executors must run the same versions: this is Spark " + version;
        } else if (CLUSTER_GONE.matcher(said).find()) {
            return "look into the log of the cluster's master: it has gone, has ended the application, or is not Spark "
                    + version;
        }
        return said.contains("No space left")
                ? "free some space where the state is, and where the executors keep theirs meanwhile (spark.local.dir)"
                : "see --verbose for details, and the logs of the executors";
    }

    private static String firstLine(Throwable failure) {
        String text = String.valueOf(failure);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
