package io.nilometer.core.program;

import io.nilometer.core.pipeline.Pipeline;
import java.util.List;

/**
 * A pipeline, compiled. Shared by all workers; everything with state is made through the makers inside, one per worker.
 *
 * @param sources in the order of the file
 * @param groupings index in this list is {@link Grouping#index}
 * @param streamOutputs relations of streams whose events some output wants; index is {@link StreamNode#output}
 */
public record Program(
        Pipeline pipeline, List<SourceProgram> sources, List<Grouping> groupings, List<StreamOutput> streamOutputs) {

    public Program {
        sources = List.copyOf(sources);
        groupings = List.copyOf(groupings);
        streamOutputs = List.copyOf(streamOutputs);
    }

    /** All metrics, in the order of the file. */
    public List<MetricProgram> metrics() {
        return pipeline.metrics().keySet().stream()
                .flatMap(name -> groupings.stream()
                        .flatMap(g -> g.metrics().stream())
                        .filter(m -> m.name().equals(name)))
                .toList();
    }
}
