package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import java.io.InvalidClassException;

/** What a user is told when a query has failed. */
final class Failures {

    private Failures() {}

    /** The reason of ours, if there is one behind what Spark says; otherwise what Spark says, without its stack traces. */
    static NilometerException of(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof NilometerException ours) {
                return ours;
            }
            deepest = cause;
        }
        String remedy = "see --verbose for details, and the logs of the executors";
        if (deepest instanceof OutOfMemoryError) {
            remedy =
                    "give executors and driver more memory (spark.executor.memory, spark.driver.memory), or use fewer keys";
        } else if (deepest instanceof LinkageError
                || deepest instanceof InvalidClassException
                || deepest instanceof ClassNotFoundException) {
            remedy = "driver and executors must run the same versions: this is Spark "
                    + org.apache.spark.package$.MODULE$.SPARK_VERSION();
        }
        return new NilometerException("spark-failed", "the query failed: " + firstLine(deepest), remedy, failure);
    }

    private static String firstLine(Throwable failure) {
        String text = String.valueOf(failure);
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
