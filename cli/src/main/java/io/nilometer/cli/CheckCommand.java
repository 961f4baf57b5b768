package io.nilometer.cli;

import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.ProblemPrinter;
import io.nilometer.cli.screen.Screen;
import io.nilometer.cli.screen.SourceLines;
import io.nilometer.core.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nilometer check}: all that is wrong with pipeline files, without running them. */
@Command(
        name = "check",
        description =
                "Tell all that is wrong with pipeline files, each with its place and its fix. Connects to nothing.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    private final Workshop workshop;
    private final Screen screen;

    @Mixin
    private PipelineArgument pipeline = new PipelineArgument();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--json",
            description = "Print what was found as one JSON object on the standard output, and nothing else.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Pipeline files.")
    private List<Path> files = new ArrayList<>();

    CheckCommand(Workshop workshop, Screen screen) {
        this.workshop = workshop;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        EngineChoice chosen = engine.choice();
        files.forEach(pipeline::existing);
        return json ? report(chosen) : tell(chosen);
    }

    private int report(EngineChoice chosen) {
        CheckReport report = new CheckReport();
        int exit = ExitCode.DONE;
        for (Path file : files) {
            Prepared prepared = checked(file, chosen);
            report.add(prepared.problems());
            report.addNotLookedAt(prepared.notLookedAt());
            exit = prepared.hasErrors() ? ExitCode.WRONG : exit;
        }
        screen.out().print(report.text());
        screen.out().flush();
        return exit;
    }

    private int tell(EngineChoice chosen) {
        int exit = ExitCode.DONE;
        for (Path file : files) {
            Prepared prepared = checked(file, chosen);
            new ProblemPrinter(screen.err(), screen.errPaint(), SourceLines.fromDisk()).print(prepared.problems());
            if (prepared.hasErrors()) {
                exit = ExitCode.WRONG;
            } else {
                prepared.program()
                        .ifPresent(program -> screen.out().println(file + ": " + summary(program.pipeline())));
            }
            // It has not passed, whatever else is right.
            prepared.notLookedAt()
                    .forEach(one -> screen.out().println("  not looked at: " + Paint.plain(one.toString())));
        }
        screen.out().flush();
        return exit;
    }

    private Prepared checked(Path file, EngineChoice chosen) {
        Prepared prepared = workshop.check(file, pipeline.sets(), Workshop.Variables.OPTIONAL);
        return prepared.and(workshop.fit(prepared.sources(), chosen, Set.of()))
                .and(prepared.program()
                        .map(program -> NoOutputs.of(program.pipeline()))
                        .orElse(List.of()));
    }

    private static String summary(Pipeline pipeline) {
        return "ok, " + count(pipeline.streams().size(), "stream") + ", "
                + count(pipeline.metrics().size(), "metric") + ", "
                + count(pipeline.alerts().size(), "alert") + ", "
                + count(pipeline.tests().size(), "test");
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
