package io.nilometer.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every command that takes pipeline files shares. */
final class PipelineArgument {

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--set",
            paramLabel = "NAME=value",
            description = "Value of the variable $${NAME} in the file; wins over the environment. May be repeated.")
    private Map<String, String> sets = new LinkedHashMap<>();

    PipelineArgument() {
        spec = CommandSpec.create();
    }

    Map<String, String> sets() {
        return sets;
    }

    /** Refuses what is not a readable file. */
    Path existing(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            String why = Files.isDirectory(file)
                    ? " is a folder"
                    : Files.isRegularFile(file)
                            ? " cannot be read"
                            : Files.exists(file)
                                    ? " is a pipe, a socket or a device: write it to a file, beside which relative paths start"
                                    : " does not exist";
            throw new ParameterException(spec.commandLine(), "the pipeline file " + file + why);
        }
        return file;
    }
}
