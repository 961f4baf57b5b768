package io.nilometer.cli.test;

import io.nilometer.core.pipeline.PipelineTest;
import java.util.List;
import java.util.Map;

/**
 * How a test of a pipeline ended.
 *
 * @param failures what differs, for people; empty when it passed
 * @param ledger as {@code ledger.json} shows it; empty when it did not come to its end
 */
public record TestResult(PipelineTest test, List<String> failures, Map<String, Map<String, Object>> ledger) {

    public TestResult {
        failures = List.copyOf(failures);
    }

    public boolean passed() {
        return failures.isEmpty();
    }
}
