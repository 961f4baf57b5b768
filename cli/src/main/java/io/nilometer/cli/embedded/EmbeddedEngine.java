package io.nilometer.cli.embedded;

import io.nilometer.api.RecordGenerator;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.run.Origins;
import io.nilometer.cli.run.RunOutputs;
import io.nilometer.cli.run.RunRequest;
import io.nilometer.cli.run.StatePlace;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.run.Run;
import io.nilometer.embedded.EmbeddedRun;
import io.nilometer.embedded.EngineSettings;
import java.util.function.BiFunction;

/** Runs programs in this process. */
public final class EmbeddedEngine implements Engine {

    private final BiFunction<Pipeline, String, RecordGenerator> traffic;

    /** @param traffic makes the records of a stream's {@code demo} section */
    public EmbeddedEngine(BiFunction<Pipeline, String, RecordGenerator> traffic) {
        this.traffic = traffic;
    }

    @Override
    public Run open(RunRequest request) {
        StatePlace state = StatePlace.of(request);
        RunOutputs outputs = new RunOutputs(request, state);
        EngineSettings settings = new EngineSettings(
                new RunSources(request, traffic).all(),
                outputs.subscriptions(),
                state.local(),
                request.forget(),
                Origins.of(request),
                request.goOn(),
                request.untilEnd(),
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                EngineSettings.SLOW_LOOKS,
                outputs::finish,
                request.notices());
        return EmbeddedRun.open(request.program(), settings);
    }
}
