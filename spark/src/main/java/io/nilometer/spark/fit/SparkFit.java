package io.nilometer.spark.fit;

import io.nilometer.api.Distribution;
import io.nilometer.api.Problem;
import io.nilometer.api.SourceFactory;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of a pipeline does not run on Spark as it is written, or runs at a price. */
public final class SparkFit {

    private SparkFit() {}

    /**
     * One problem for each source that Spark cannot read in ranges: an error where it cannot be read at all.
     *
     * @param sources by stream, in the order of the file
     * @param replaced streams that are read from elsewhere than the file says
     */
    public static List<Problem> problems(Map<String, Use> sources, Components components, Set<String> replaced) {
        return sources.entrySet().stream()
                .filter(source -> !replaced.contains(source.getKey()))
                .flatMap(source -> problem(source.getKey(), source.getValue(), components).stream())
                .toList();
    }

    private static Optional<Problem> problem(String stream, Use use, Components components) {
        return distribution(use, components).flatMap(how -> {
            if (how instanceof Distribution.OneMachine one) {
                return Optional.of(Problem.error(
                        "one-machine",
                        "the Spark engine cannot read `" + stream + "`: " + one.reason(),
                        one.remedy(),
                        use.place()));
            }
            if (how instanceof Distribution.ThroughOne one) {
                return Optional.of(Problem.info(
                        "through-one", "the driver alone reads `" + stream + "`: " + one.cost(), "", use.place()));
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
