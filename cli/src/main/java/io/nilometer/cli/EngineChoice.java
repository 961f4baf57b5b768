package io.nilometer.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which engine runs a pipeline. */
final class EngineChoice {

    /** Spelt in lower case on the command line. */
    enum Name {
        EMBEDDED,
        SPARK;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    private Name engine = Name.EMBEDDED;

    EngineChoice() {
        spec = CommandSpec.create();
    }

    @Option(
            names = "--engine",
            paramLabel = "embedded|spark",
            defaultValue = "embedded",
            description = "embedded: in this process, the default. spark: not part of this version yet.")
    void engine(Name wanted) {
        if (wanted == Name.SPARK) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the Spark engine is not part of this version; leave --engine out to run in this process");
        }
        engine = wanted;
    }

    Name engine() {
        return engine;
    }
}
