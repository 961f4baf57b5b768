package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.TemporaryDirectory;
import io.nilometer.spark.checkpoint.Checkpoint;
import io.nilometer.spark.fit.Masters;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint of a run, in a place that goes with the run unless another was asked for.
 *
 * @param temporary null when another was asked for
 */
record OpenCheckpoint(Checkpoint checkpoint, @Nullable TemporaryDirectory temporary) implements AutoCloseable {

    /** @throws NilometerException when it cannot be used, or the run has come to its end already; nothing is left open then */
    static OpenCheckpoint open(Program program, SparkSettings settings, SparkConf conf) {
        TemporaryDirectory temporary =
                settings.checkpoint().isPresent() ? null : TemporaryDirectory.create("nilometer-spark");
        Checkpoint checkpoint = null;
        try {
            String place = temporary == null
                    ? settings.checkpoint().orElseThrow()
                    : temporary.path().resolve("state").toUri().toString();
            if (place.startsWith("file:") && !Masters.isOneProcess(conf.get("spark.master"))) {
                settings.notice()
                        .accept("the state is in " + place + ": all machines of the cluster must share that folder;"
                                + " --state names another");
            }
            checkpoint = Checkpoint.open(
                    new Path(place),
                    SparkHadoopUtil.get().newConfiguration(conf),
                    new Checkpoint.Wanted(
                            program.pipeline().name(),
                            Integer.parseInt(program.pipeline().spark().getOrDefault(Sessions.SHARDS, "0")),
                            Sessions.usualShards(conf),
                            settings.forget()));
            if (checkpoint.isFinished()) {
                throw new NilometerException(
                        "state-finished",
                        "the run with the state in " + checkpoint.path() + " has come to its end already",
                        "run with --forget to start again from the beginning, or give another --state");
            }
            return new OpenCheckpoint(checkpoint, temporary);
        } catch (RuntimeException e) {
            if (checkpoint != null) {
                checkpoint.close();
            }
            if (temporary != null) {
                temporary.close();
            }
            throw e;
        }
    }

    /** Whether it outlives the run. */
    boolean isKept() {
        return temporary == null;
    }

    @Override
    public void close() {
        checkpoint.close();
        if (temporary != null) {
            temporary.close();
        }
    }
}
