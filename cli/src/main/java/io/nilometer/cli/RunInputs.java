package io.nilometer.cli;

import io.nilometer.api.SourceFactory;
import io.nilometer.api.SourceFactory.LagUnit;
import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a run reads, as far as it matters for what is shown of it. */
final class RunInputs {

    private static final String STDIN = "stdin";

    private RunInputs() {}

    /**
     * What the lag of each stream with a source counts.
     *
     * @param files streams that read files in place of their source
     * @param demo whether whatever is not Kafka is made up
     */
    static Map<String, LagUnit> lagUnits(Program program, Set<String> files, boolean demo, Components components) {
        Map<String, LagUnit> units = new HashMap<>();
        for (SourceProgram source : program.sources()) {
            SourceFactory factory =
                    components.sources().get(source.input().source().component());
            units.put(
                    source.stream(),
                    files.contains(source.stream())
                            ? LagUnit.BYTES
                            : demo || factory == null ? LagUnit.RECORDS : factory.lagUnit());
        }
        return units;
    }

    /** Whether what is typed into the terminal is read. */
    static boolean readsStdin(Program program, Set<String> files) {
        return program.sources().stream()
                .anyMatch(source -> !files.contains(source.stream())
                        && source.input().source().component().equals(STDIN));
    }
}
