package io.nilometer.core.merge;

import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.ResultProjector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows that one shard gives out at the end of a batch, before {@code top} is applied over all shards. */
public final class MergeOutput {

    private final Map<String, MetricRows> byMetric = new LinkedHashMap<>();
    private final Map<String, Long> failures = new TreeMap<>();

    /** A row that becomes a result unless {@code top} leaves it out. */
    record Candidate(ResultProjector.Projected projected, long startMicros, long endMicros, boolean last) {}

    /** The candidates of one metric. */
    record MetricRows(MetricProgram metric, List<Candidate> rows) {}

    void add(MetricProgram metric, Candidate candidate) {
        byMetric.computeIfAbsent(metric.name(), name -> new MetricRows(metric, new ArrayList<>())).rows().add(candidate);
    }

    void failed(String metric, long times) {
        if (times > 0) {
            failures.merge(metric, times, Long::sum);
        }
    }

    Map<String, MetricRows> byMetric() {
        return byMetric;
    }

    /** How many result expressions failed (and gave null), by metric. */
    public Map<String, Long> failures() {
        return failures;
    }
}
