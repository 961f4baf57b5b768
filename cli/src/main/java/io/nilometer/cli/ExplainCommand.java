package io.nilometer.cli;

import io.nilometer.cli.screen.ProblemPrinter;
import io.nilometer.cli.screen.Screen;
import io.nilometer.cli.screen.SourceLines;
import io.nilometer.core.explain.Explain;
import io.nilometer.core.program.Program;
import io.nilometer.spark.fit.SparkExplain;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nilometer explain}: what a pipeline will do. */
@Command(
        name = "explain",
        description =
                "Tell what a pipeline does: what is decoded, what metrics share, when results are final, what a crash costs.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    private final Workshop workshop;
    private final Screen screen;

    @Mixin
    private PipelineArgument pipeline = new PipelineArgument();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Parameters(paramLabel = "FILE", description = "A pipeline file.")
    private Path file = Path.of("");

    ExplainCommand(Workshop workshop, Screen screen) {
        this.workshop = workshop;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        EngineChoice chosen = engine.choice();
        Prepared prepared = workshop.check(pipeline.existing(file), pipeline.sets(), Workshop.Variables.OPTIONAL);
        new ProblemPrinter(screen.err(), screen.errPaint(), SourceLines.fromDisk()).print(prepared.problems());
        if (prepared.hasErrors()) {
            return ExitCode.WRONG;
        }
        Program program = prepared.program().orElseThrow();
        screen.out().print(Explain.text(program, workshop.components()));
        if (chosen.isSpark()) {
            screen.out().print(SparkExplain.text(program, workshop.components()));
        }
        screen.out().flush();
        return ExitCode.DONE;
    }
}
