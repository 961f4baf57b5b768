package io.nilometer.spark.fit;

import java.util.List;
import java.util.Optional;

/**
 * Settings of Spark that a pipeline cannot choose: our engine chooses them, or they come too late.
 *
 * @param names one name, or with a dot or a star at its end all that begin so
 * @param why as the end of a sentence
 * @param instead what to do
 */
record Settled(String names, String why, String instead) {

    /** Of {@code spark.sql.}: they change how Spark shows a run, not what it computes. */
    private static final List<String> OPEN_IN_SQL = List.of(
            "spark.sql.codegen.",
            "spark.sql.debug.maxToStringFields",
            "spark.sql.event.",
            "spark.sql.maxMetadataStringLength",
            "spark.sql.maxPlanStringLength",
            "spark.sql.queryExecutionListeners",
            "spark.sql.redaction.",
            "spark.sql.streaming.metricsEnabled",
            "spark.sql.streaming.numRecentProgressUpdates",
            "spark.sql.streaming.streamingQueryListeners",
            "spark.sql.streaming.ui.",
            "spark.sql.ui.",
            "spark.sql.warehouse.dir");

    private static final String LEAVE_OUT = "leave it out";
    private static final String STARTED = "the driver is this process, which runs already";
    private static final String JAVA_OPTIONS = "set NILOMETER_JAVA_OPTS in the environment, such as -Xmx4g";
    private static final String SERVER = "it is for Spark's own servers";
    private static final String AT_SERVER = "set it where the server is started";
    private static final String TWICE = "a second copy of a task would merge the same cells at the same time";
    private static final String CHECKPOINT = "the checkpoint is where the state is";
    private static final String STORE = "the engine chooses how the state is stored, and counts on it";

    /** The first that fits holds. */
    private static final List<Settled> TABLE = List.of(
            new Settled("spark.master", "the same file runs anywhere", "write --engine spark --master URL"),
            new Settled("spark.master.", SERVER, AT_SERVER),
            new Settled("spark.worker.", SERVER, AT_SERVER),
            new Settled("spark.deploy.", SERVER, AT_SERVER),
            new Settled("spark.history.", SERVER, AT_SERVER),
            new Settled("spark.app.name", "the pipeline's name is it", "write `name` at the top of the file"),
            new Settled("spark.app.", "Spark sets it itself", LEAVE_OUT),
            new Settled("spark.submit.", STARTED, LEAVE_OUT),
            new Settled("spark.launcher.", STARTED, LEAVE_OUT),
            new Settled("spark.driver.memory*", STARTED, JAVA_OPTIONS),
            new Settled("spark.driver.minMemoryOverhead", STARTED, JAVA_OPTIONS),
            new Settled("spark.driver.cores", STARTED, LEAVE_OUT),
            new Settled("spark.driver.supervise", STARTED, LEAVE_OUT),
            new Settled("spark.driver.extraJavaOptions", STARTED, JAVA_OPTIONS),
            new Settled("spark.driver.defaultJavaOptions", STARTED, JAVA_OPTIONS),
            new Settled("spark.driver.extraClassPath", STARTED, LEAVE_OUT),
            new Settled("spark.driver.defaultExtraClassPath", STARTED, LEAVE_OUT),
            new Settled("spark.driver.extraLibraryPath", STARTED, JAVA_OPTIONS),
            new Settled("spark.driver.userClassPathFirst", STARTED, LEAVE_OUT),
            new Settled("spark.speculation", TWICE, LEAVE_OUT),
            new Settled("spark.speculation.", TWICE, LEAVE_OUT),
            new Settled("spark.checkpoint.dir", CHECKPOINT, "write --state DIR"),
            new Settled("spark.sql.streaming.checkpointLocation", CHECKPOINT, "write --state DIR"),
            new Settled("spark.sql.streaming.checkpoint*", STORE, LEAVE_OUT),
            new Settled("spark.sql.streaming.stateStore.", STORE, LEAVE_OUT),
            new Settled(
                    "spark.sql.shuffle.partitions",
                    "the state is divided into shards",
                    "write `shards: 4` in the section `spark`"),
            new Settled(
                    "spark.sql.session.timeZone",
                    "results must not depend on the engine",
                    "write `timezone` at the top of the file"),
            new Settled("spark.sql.streaming.", "the engine chooses how its query runs", LEAVE_OUT),
            new Settled("spark.sql.", "expressions mean the same on every engine, however Spark is set", LEAVE_OUT),
            new Settled("spark.streaming.", "it is for Spark's older streams, which are not used", LEAVE_OUT));

    static Optional<Settled> of(String name) {
        if (OPEN_IN_SQL.stream().anyMatch(open -> open.endsWith(".") ? name.startsWith(open) : name.equals(open))) {
            return Optional.empty();
        }
        return TABLE.stream().filter(settled -> settled.fits(name)).findFirst();
    }

    private boolean fits(String name) {
        if (names.endsWith("*")) {
            return name.startsWith(names.substring(0, names.length() - 1));
        }
        return names.endsWith(".") ? name.startsWith(names) : name.equals(names);
    }
}
