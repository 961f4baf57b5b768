package io.nilometer.spark;

import io.nilometer.api.Source;
import io.nilometer.core.component.Components;
import io.nilometer.core.deliver.Subscription;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.run.StateOrigin;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How a program is run on Spark.
 *
 * @param components what sources are made of
 * @param files by stream, files that are read in place of its source
 * @param fed by stream, sources that the driver reads in place of the stream's own
 * @param outputs who gets which rows
 * @param checkpoint a path or URI of this pipeline's state, on a file system that the driver and all executors share; empty
 *     means a temporary one
 * @param forget forget the state there is, and what waits for outputs, before the start
 * @param origin whose the state is
 * @param goOn whether to go on with a state that comes from other inputs
 * @param untilEnd whether the inputs have an end
 * @param master of the cluster; empty leaves it to spark-submit, or to this machine
 * @param clusterJar what executors of a cluster need beside Spark; empty when they have it
 * @param nowMicros the wall clock
 * @param ending takes the ledger when everything has been delivered, before the run counts as finished
 * @param notice takes one-line messages for the user, from any thread
 */
public record SparkSettings(
        Components components,
        Map<String, List<String>> files,
        Map<String, Source> fed,
        List<Subscription> outputs,
        Optional<String> checkpoint,
        boolean forget,
        StateOrigin origin,
        boolean goOn,
        boolean untilEnd,
        Optional<String> master,
        Optional<Path> clusterJar,
        LongSupplier nowMicros,
        Consumer<Map<String, Map<String, Object>>> ending,
        Consumer<String> notice) {

    /** The wall clock of this machine. */
    public static final LongSupplier WALL_CLOCK =
            () -> CatalystValues.micros(Clock.systemUTC().instant());
}
