package io.nilometer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nilometer.api.NilometerException;
import io.nilometer.cli.screen.LedgerTable;
import io.nilometer.cli.screen.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
        Path file = results.resolve("ledger.json");
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "there is no " + file + "; 'run --results DIR' writes it");
        }
        return LedgerTable.print(read(file), screen.out(), screen.outPaint()) ? ExitCode.DONE : ExitCode.WRONG;
    }

    private static Map<String, Map<String, Object>> read(Path file) {
        try {
            return new ObjectMapper().readValue(file.toFile(), new LedgerType());
        } catch (JsonProcessingException e) {
            throw unreadable(file, "it is no ledger: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e.toString(), e);
        }
    }

    private static NilometerException unreadable(Path file, String why, Exception cause) {
        return new NilometerException(
                "ledger-file", "cannot read " + file + ": " + why, "run the pipeline again", cause);
    }

    private static final class LedgerType extends TypeReference<LinkedHashMap<String, Map<String, Object>>> {}
}
