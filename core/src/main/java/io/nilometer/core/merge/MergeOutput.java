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
    private final Map<String, Long> notes = new TreeMap<>();

    /** A row that becomes a result unless {@code top} leaves it out. */
    record Candidate(
            ResultProjector.Projected projected, long startMicros, long endMicros, boolean last, boolean overflow) {}

    /** The candidates of one metric. */
    record MetricRows(MetricProgram metric, List<Candidate> rows) {}

    void add(MetricProgram metric, Candidate candidate) {
        byMetric.computeIfAbsent(metric.name(), name -> new MetricRows(metric, new ArrayList<>()))
                .rows()
                .add(candidate);
    }

    void note(String what, long times) {
        if (times > 0) {
            notes.merge(what, times, Long::sum);
        }
    }

    Map<String, MetricRows> byMetric() {
        return byMetric;
    }

    /**
     * What the ledger should tell, by kind and metric: {@code failed:m} result expressions gave null, {@code capped:m}
     * collections were cut at their limit, {@code overflow:m} cells found no room for their key.
     */
    public Map<String, Long> notes() {
        return notes;
    }
}
