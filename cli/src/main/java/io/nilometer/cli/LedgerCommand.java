package io.nilometer.cli;

import io.nilometer.cli.run.LedgerFile;
import io.nilometer.cli.screen.LedgerTable;
import io.nilometer.cli.screen.Screen;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nilometer ledger}: what became of every record of a run. */
@Command(
        name = "ledger",
        description = "Show what became of every record of a run; exit 1 if it does not balance.",
        mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {

    private final Screen screen;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--results",
            required = true,
            paramLabel = "DIR",
            description = "The folder that the run wrote its results to.")
    private Path results = Path.of("");

    LedgerCommand(Screen screen) {
        this.screen = screen;
        spec = CommandSpec.create();
    }

    @Override
    public Integer call() {
        Map<String, Map<String, Object>> ledger = LedgerFile.read(results)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "there is no ledger in " + results + "; 'run --results DIR' writes it"));
        return LedgerTable.print(ledger, screen.out(), screen.outPaint()) ? ExitCode.DONE : ExitCode.WRONG;
    }
}
