package io.nilometer.cli.embedded;

import io.nilometer.api.RecordGenerator;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.run.RunRequest;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.embedded.EmbeddedRun;
import io.nilometer.embedded.EngineSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/** Runs programs in this process. */
public final class EmbeddedEngine implements Engine {

    private static final Path USUAL_STATE = Path.of(".nilometer");

    private final BiFunction<Pipeline, String, RecordGenerator> traffic;

    /** @param traffic makes the records of a stream's {@code demo} section */
    public EmbeddedEngine(BiFunction<Pipeline, String, RecordGenerator> traffic) {
        this.traffic = traffic;
    }

    @Override
    public EmbeddedRunAdapter open(RunRequest request) {
        Optional<Path> state = state(request);
        RunOutputs outputs = new RunOutputs(request, state);
        EngineSettings settings = new EngineSettings(
                new RunSources(request, traffic).all(),
                outputs.subscriptions(),
                state,
                request.forget(),
                request.untilEnd(),
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                outputs::finish,
                request.notices());
        return new EmbeddedRunAdapter(EmbeddedRun.open(request.program(), settings));
    }

    /** A folder per pipeline within the state folder; none for a run that ends by itself and was given no folder. */
    private static Optional<Path> state(RunRequest request) {
        String name = request.program().pipeline().name();
        if (request.state().isPresent()) {
            return request.state().map(folder -> folder.resolve(name));
        }
        return request.untilEnd() ? Optional.empty() : Optional.of(USUAL_STATE.resolve(name));
    }
}
