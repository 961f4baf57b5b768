package io.nilometer.cli;

import io.nilometer.cli.report.RunReport;
import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.ProblemPrinter;
import io.nilometer.cli.screen.Screen;
import io.nilometer.cli.screen.SourceLines;
import io.nilometer.cli.test.TestResult;
import io.nilometer.cli.test.TestRunner;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.program.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nilometer test}: runs the tests that pipeline files bring. */
@Command(
        name = "test",
        description = "Run the tests in pipeline files; exit 1 if one fails.",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

    private final Workshop workshop;
    private final Screen screen;
    private int passed;
    private int failed;

    @Mixin
    private PipelineArgument pipeline = new PipelineArgument();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Pipeline files.")
    private List<Path> files = new ArrayList<>();

    TestCommand(Workshop workshop, Screen screen) {
        this.workshop = workshop;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        EngineChoice chosen = engine.startable(workshop);
        files.forEach(pipeline::existing);
        boolean broken = false;
        for (Path file : files) {
            Prepared prepared = workshop.check(file, pipeline.sets(), Workshop.Variables.OPTIONAL);
            new ProblemPrinter(screen.err(), screen.errPaint(), SourceLines.fromDisk()).print(prepared.problems());
            if (prepared.hasErrors()) {
                broken = true;
            } else {
                runTests(file, prepared.program().orElseThrow(), chosen);
            }
        }
        screen.out().println(passed + " passed, " + failed + " failed" + (broken ? ", and files with errors" : ""));
        screen.out().flush();
        return failed > 0 || broken ? ExitCode.WRONG : ExitCode.DONE;
    }

    private void runTests(Path file, Program program, EngineChoice chosen) {
        screen.out().println(screen.outPaint().bold(file.toString()));
        if (program.pipeline().tests().isEmpty()) {
            screen.out().println("  has no tests");
        }
        TestRunner runner = workshop.tests(chosen);
        RunReport report = new RunReport(program, workshop.components());
        for (PipelineTest test : program.pipeline().tests()) {
            tell(runner.run(program, test), report);
        }
    }

    private void tell(TestResult result, RunReport report) {
        Paint paint = screen.outPaint();
        String name = Paint.plain(result.test().name());
        if (result.passed()) {
            passed++;
            screen.out().println("  " + paint.green("ok") + "    " + name);
            return;
        }
        failed++;
        screen.out()
                .println("  " + paint.red("FAILED") + " " + name + "  ("
                        + result.test().place() + ")");
        // Why nothing was counted explains most of the differences.
        report.soFar(result.ledger(), 1)
                .forEach(notice -> screen.out().println("    note: " + Paint.plain(notice.text())));
        result.failures().forEach(failure -> screen.out()
                .println("    " + Paint.plain(failure).replace("\n", "\n    ")));
        screen.out().flush();
    }
}
