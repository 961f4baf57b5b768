package io.nilometer.cli;

import io.nilometer.api.Problem;
import io.nilometer.core.pipeline.Pipeline;
import java.util.List;

/** A pipeline that computes for nobody: told, since it may be on purpose, with {@code --results} or in tests. */
final class NoOutputs {

    private NoOutputs() {}

    static List<Problem> of(Pipeline pipeline) {
        return pipeline.outputs().isEmpty() && pipeline.notifiers().isEmpty()
                ? List.of(Problem.warning(
                        "no-outputs",
                        "the pipeline has no outputs: its results go nowhere",
                        "add `outputs:`, such as screen: {console: {}, from: [a_metric]}, or run it with --results DIR",
                        pipeline.place()))
                : List.of();
    }
}
