package io.nilometer.spark.fit;

import io.nilometer.api.Distribution;
import io.nilometer.api.Problem;
import io.nilometer.api.SourceFactory;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of a program does not run on Spark as it is written, or runs at a price. */
public final class SparkFit {

    private SparkFit() {}

    /**
     * One problem for each source that Spark cannot read in ranges: an error where it cannot be read at all.
     *
     * @param replaced streams that are read from elsewhere than the file says
     */
    public static List<Problem> problems(Program program, Components components, Set<String> replaced) {
        return program.sources().stream()
                .filter(source -> !replaced.contains(source.stream()))
                .flatMap(source -> problem(source, components).stream())
                .toList();
    }

    private static Optional<Problem> problem(SourceProgram source, Components components) {
        Use use = source.input().source();
        return distribution(use, components).flatMap(how -> {
            if (how instanceof Distribution.OneMachine one) {
                return Optional.of(Problem.error(
                        "one-machine",
                        "the Spark engine cannot read `" + source.stream() + "`: " + one.reason(),
                        one.remedy(),
                        use.place()));
            }
            if (how instanceof Distribution.ThroughOne one) {
                return Optional.of(Problem.info(
                        "through-one",
                        "the driver alone reads `" + source.stream() + "`: " + one.cost(),
                        "",
                        use.place()));
            }
            return Optional.empty();
        });
    }

    /** Empty when there is no such source, which is told elsewhere. */
    static Optional<Distribution> distribution(Use use, Components components) {
        SourceFactory factory = components.sources().get(use.component());
        return Optional.ofNullable(factory).map(known -> known.distribution(use.options()));
    }
}
