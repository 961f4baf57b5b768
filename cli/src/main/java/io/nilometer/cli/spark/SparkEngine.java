package io.nilometer.cli.spark;

import io.nilometer.cli.run.Engine;
import io.nilometer.cli.run.Origins;
import io.nilometer.cli.run.RunOutputs;
import io.nilometer.cli.run.RunRequest;
import io.nilometer.cli.run.StatePlace;
import io.nilometer.core.run.Run;
import io.nilometer.spark.SparkRun;
import io.nilometer.spark.SparkSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs programs on Apache Spark. */
public final class SparkEngine implements Engine {

    /** Within the folder of a pipeline's state: the other engine's stands beside it. */
    private static final String FOLDER = "/spark";

    @Override
    public Run open(RunRequest request) {
        StatePlace state = StatePlace.of(request);
        RunOutputs outputs = new RunOutputs(request, state);
        SparkSettings settings = new SparkSettings(
                request.components(),
                files(request.inputs()),
                Map.of(),
                outputs.subscriptions(),
                checkpoint(state),
                request.forget(),
                Origins.of(request),
                request.goOn(),
                request.untilEnd(),
                request.master(),
                ClusterJar.besideProgram(),
                SparkSettings.WALL_CLOCK,
                outputs::finish,
                request.notices());
        return SparkRun.open(request.program(), settings);
    }

    @Override
    public void close() {
        SparkRun.endSpark();
    }

    /** Paths of this machine as URIs: where the cluster's usual file system is another one, they still mean this machine's. */
    private static Optional<String> checkpoint(StatePlace state) {
        return state.folder()
                .map(folder -> folder + FOLDER)
                .map(folder -> StatePlace.isElsewhere(folder)
                        ? folder
                        : Path.of(folder).toAbsolutePath().normalize().toUri().toString());
    }

    private static Map<String, List<String>> files(Map<String, List<Path>> inputs) {
        Map<String, List<String>> files = new LinkedHashMap<>();
        inputs.forEach((stream, paths) -> files.put(
                stream,
                paths.stream().map(path -> path.toAbsolutePath().toString()).toList()));
        return files;
    }
}
