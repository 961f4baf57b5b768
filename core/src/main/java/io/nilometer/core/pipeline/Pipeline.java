package io.nilometer.core.pipeline;

import io.nilometer.api.Place;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * All that a pipeline file says. Maps keep the file's order.
 *
 * @param name kebab-case; the state belongs to it
 * @param directory of the file: relative paths start there
 * @param timezone of timestamps without a zone and of SQL's date functions
 * @param spark settings of the Spark engine, by key
 * @param portable the text that another process can read to compile the same program: variables filled in, nothing of sinks,
 *     notifiers, demonstration and tests. Holds what sources need, also secrets: never shown.
 */
public record Pipeline(
        String name,
        Place place,
        Path directory,
        ZoneId timezone,
        Map<String, Stream> streams,
        Map<String, Metric> metrics,
        Map<String, Join> joins,
        Map<String, Alert> alerts,
        Map<String, Notifier> notifiers,
        Map<String, Output> outputs,
        Map<String, Demo> demo,
        Limits limits,
        Map<String, String> spark,
        List<PipelineTest> tests,
        String portable) {

    /** Without the portable text. */
    @Override
    public String toString() {
        return "Pipeline[" + name + "]";
    }
}
