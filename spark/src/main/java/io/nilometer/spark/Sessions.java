package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import io.nilometer.spark.files.QuickLocalFileSystem;
import io.nilometer.spark.files.QuickLocalFs;
import io.nilometer.spark.fit.Masters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.OptionConverters;

/** Makes the Spark session of a run, with the settings that the engine depends on. */
final class Sessions {

    /** Our own key under {@code spark} in a pipeline file. */
    static final String SHARDS = "shards";

    /** Set by spark-submit. */
    private static final String SUBMITTED = "spark.app.submitTime";

    private static final String LOCAL = "local[*]";
    private static final int USUAL_SHARDS = 8;

    private Sessions() {}

    /** What the user has asked for: by spark-submit, the pipeline file and the command line, the last one wins. */
    static SparkConf asked(Map<String, String> settings, Optional<String> master) {
        SparkConf conf = new SparkConf();
        settings.forEach((key, value) -> {
            if (!key.equals(SHARDS)) {
                conf.set(key, value);
            }
        });
        master.ifPresent(asked -> setMaster(conf, asked));
        conf.setIfMissing("spark.hadoop.fs.file.impl", QuickLocalFileSystem.class.getName());
        conf.setIfMissing("spark.hadoop.fs.AbstractFileSystem.file.impl", QuickLocalFs.class.getName());
        conf.setIfMissing("spark.master", LOCAL);
        return conf;
    }

    private static void setMaster(SparkConf conf, String master) {
        String submitted = conf.get("spark.master", master);
        if (conf.contains(SUBMITTED) && !submitted.equals(master)) {
            throw new NilometerException(
                    "two-masters",
                    "spark-submit says --master " + submitted + ", the command says --master " + master,
                    "leave out the second one");
        }
        conf.setMaster(master);
    }

    /** As many as tasks can run at once on one machine; on a cluster nobody knows yet. */
    static int usualShards(SparkConf conf) {
        String master = conf.get("spark.master");
        if (!Masters.isOneProcess(master)) {
            return USUAL_SHARDS;
        }
        String threads = master.replaceAll("^local\\[?|[,\\]].*$", "");
        int processors = Runtime.getRuntime().availableProcessors();
        int wanted = threads.equals("*") ? processors : threads.isEmpty() ? 1 : Integer.parseInt(threads);
        return Math.max(1, Math.min(wanted, 2 * USUAL_SHARDS));
    }

    /** A session of its own; the context behind it is shared by all runs of the process. */
    static SparkSession open(SparkConf conf, String name, int shards) {
        conf.setAppName(name);
        if (conf.get("spark.master").startsWith("local")) {
            // Nobody else takes part: nothing listens beyond this machine.
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        if (Masters.isOneProcess(conf.get("spark.master"))) {
            Scratch.in(conf);
        }
        conf.setIfMissing("spark.ui.enabled", "false");
        // Long enough for state to stay where it is, short enough for records not to wait for a busy executor.
        conf.setIfMissing("spark.locality.wait", "500ms");
        conf.set("spark.speculation", "false");
        SparkSession session = start(conf).newSession();
        owned(shards).forEach((key, value) -> session.conf().set(key, value));
        return session;
    }

    /** Ends the context that all runs of this process share. */
    static void end() {
        try {
            if (ShutdownOrder.isShuttingDown()) {
                ShutdownOrder.awaitAll();
            } else {
                OptionConverters.toJava(SparkSession.getDefaultSession()).ifPresent(SparkSession::stop);
            }
            Scratch.delete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SparkSession start(SparkConf conf) {
        String master = conf.get("spark.master");
        MasterCall.check(master);
        SparkSession session;
        try {
            SparkContext.getOrCreate(new LoopbackConf(conf));
            session = SparkSession.builder().getOrCreate();
        } catch (Exception e) { // Scala does not declare what it throws
            throw notStarted(master, ": " + Failures.reason(e), "mend that; --verbose shows more", e);
        }
        if (session.sparkContext().isStopped()) {
            String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
            throw notStarted(
                    master,
                    ", which does not answer as a master of Spark " + version,
                    "look into its log; driver and cluster must be of the same version",
                    null);
        }
        return session;
    }

    private static NilometerException notStarted(String master, String why, String remedy, @Nullable Exception cause) {
        return new NilometerException("spark-start", "Spark does not start with " + master + why, remedy, cause);
    }

    private static Map<String, String> owned(int shards) {
        Map<String, String> owned = new LinkedHashMap<>();
        owned.put("spark.sql.shuffle.partitions", Integer.toString(shards));
        owned.put("spark.sql.adaptive.enabled", "false");
        // A batch that has been committed is never run again: a few are kept for people who look after the checkpoint.
        owned.put("spark.sql.streaming.minBatchesToRetain", "10");
        owned.put("spark.sql.streaming.stopTimeout", "10s");
        // A batch has some twenty rows on their way between Spark's operators; each task would generate code for them
        // anew, to use it for a few. What runs for every record is not Spark's.
        owned.put("spark.sql.codegen.wholeStage", "false");
        owned.put("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        owned.put(
                "spark.sql.streaming.stateStore.providerClass",
                "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider");
        owned.put("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true");
        // Of dozens of snapshots Spark uploads one a minute, and each holds a batch up until all that was written is
        // flushed and linked. A shard rebuilt elsewhere reads more changes instead.
        owned.put("spark.sql.streaming.stateStore.minDeltasForSnapshot", "50");
        // What is not flushed yet a snapshot flushes while a batch waits; small buffers are flushed beside the batches.
        owned.put("spark.sql.streaming.stateStore.rocksdb.writeBufferSizeMB", "4");
        owned.put("spark.sql.streaming.stateStore.rocksdb.maxWriteBufferNumber", "4");
        // Counting rows reads what is about to be overwritten: here, whole buckets.
        owned.put("spark.sql.streaming.stateStore.rocksdb.trackTotalNumberOfRows", "false");
        // Format 2 names every version of the state by a unique id, and checksums are verified with it only.
        owned.put("spark.sql.streaming.stateStore.checkpointFormatVersion", "2");
        owned.put("spark.sql.streaming.checkpoint.fileChecksum.enabled", "true");
        // A share that is scanned again gives the same cells, but not the same bytes: timings travel with them.
        owned.put("spark.sql.shuffle.orderIndependentChecksum.enabled", "false");
        return owned;
    }
}
