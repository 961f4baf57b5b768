package io.nilometer.bench;

import io.nilometer.cli.embedded.EmbeddedEngine;
import io.nilometer.cli.run.Consoles;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.run.RunRequest;
import io.nilometer.cli.spark.SparkEngine;
import io.nilometer.core.compile.DemoCompiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;
import io.nilometer.core.run.Run;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Opens runs the way {@code nilometer run --state --results} does. */
final class EngineRun {

    private EngineRun() {}

    /** @param folder for state and {@link #results} */
    static Run open(Way way, Program program, Components components, boolean untilEnd, Path folder) {
        return engine(way)
                .open(new RunRequest(
                        program,
                        components,
                        Map.of(),
                        untilEnd,
                        Optional.of(results(folder)),
                        Optional.of(folder.resolve("state").toString()),
                        Optional.empty(),
                        false,
                        false,
                        false,
                        way == Way.SPARK ? Optional.of("local[2]") : Optional.empty(),
                        Consoles.PLAIN,
                        notice -> System.err.println("nilometer: " + notice)));
    }

    static Path results(Path folder) {
        return folder.resolve("results");
    }

    private static Engine engine(Way way) {
        return switch (way) {
            case EMBEDDED -> new EmbeddedEngine(DemoCompiler::generator);
            case SPARK -> new SparkEngine();
            case TUTORIALS -> throw new IllegalArgumentException("no engine of ours: " + way);
        };
    }
}
