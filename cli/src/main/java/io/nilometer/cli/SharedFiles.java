package io.nilometer.cli;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.cli.run.Relations;
import io.nilometer.cli.run.SamePlace;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.program.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Outputs that would write the same file, each over the other's rows. */
final class SharedFiles {

    private SharedFiles() {}

    static List<Problem> of(Program program, Components components) {
        List<Problem> problems = new ArrayList<>();
        Map<Object, String> writers = new HashMap<>();
        for (Output output : program.pipeline().outputs().values()) {
            SinkFactory factory = components.sinks().get(output.sink().component());
            if (factory == null) {
                continue;
            }
            Place place = output.sink().place();
            try {
                for (Path file : files(program, output, factory)) {
                    String other = writers.putIfAbsent(SamePlace.of(file), output.name());
                    if (other != null) {
                        problems.add(Problem.error(
                                "same-file",
                                "output " + output.name() + " writes " + file + ", which output " + other
                                        + (other.equals(output.name()) ? " writes for another relation" : " writes")
                                        + " too",
                                "give each a path of its own, or read all they want `from` one output",
                                place));
                        break;
                    }
                }
            } catch (NilometerException e) {
                problems.add(Problem.error(
                        e.problem().code(), e.problem().message(), e.problem().remedy(), place));
            }
        }
        return problems;
    }

    private static Set<Path> files(Program program, Output output, SinkFactory factory) {
        return factory.files(
                output.sink().options(),
                new SinkContext(
                        program.pipeline().name(),
                        output.name(),
                        program.pipeline().directory(),
                        Relations.of(program, output),
                        notice -> {}));
    }
}
