package io.nilometer.cli;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every command shares that runs a pipeline, or tells how it would run. */
final class EngineOptions {

    /** What Spark takes; {@code local-cluster} is its own word for several processes on one machine. */
    private static final Pattern MASTER =
            Pattern.compile("local(\\[(\\*|[1-9]\\d*)(,[1-9]\\d*)?])?|local-cluster\\[\\d+,\\d+,\\d+]|yarn|k8s://.+"
                    + "|spark://[^,/]+:\\d+(,[^,/]+:\\d+)*");

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--engine",
            paramLabel = "embedded|spark",
            defaultValue = "embedded",
            converter = EngineNameConverter.class,
            description = "embedded: in this process, the default. spark: on an Apache Spark cluster.")
    private EngineChoice.Name engine = EngineChoice.Name.EMBEDDED;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "The cluster of --engine spark: local[*], spark://HOST:PORT, yarn or k8s://URL.")
    private @Nullable String master;

    EngineOptions() {
        spec = CommandSpec.create();
    }

    /** @throws ParameterException when the options do not fit each other */
    EngineChoice choice() {
        if (master != null && engine != EngineChoice.Name.SPARK) {
            throw new ParameterException(
                    spec.commandLine(), "--master is for --engine spark: add that, or leave it out");
        }
        if (master != null && !MASTER.matcher(master).matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--master must be local[*], spark://HOST:PORT, yarn or k8s://URL, not '" + master + "'");
        }
        return new EngineChoice(engine, Optional.ofNullable(master));
    }

    /**
     * The choice of a command that starts the engine.
     *
     * @throws ParameterException when the options do not fit each other, or this process cannot start it
     */
    EngineChoice startable(Workshop workshop) {
        EngineChoice choice = choice();
        if (!workshop.canStart(choice)) {
            throw new WrongUsage.Remedied(
                    spec.commandLine(),
                    "--master " + master + ": only Spark's own start script knows this kind of cluster",
                    SubmitLine.of(
                            String.valueOf(master),
                            spec.root().commandLine().getParseResult().originalArgs()));
        }
        return choice;
    }
}
