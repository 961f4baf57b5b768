package io.nilometer.cli.test;

import io.nilometer.core.pipeline.PipelineTest;
import java.util.List;

/**
 * How a test of a pipeline ended.
 *
 * @param failures what differs, for people; empty when it passed
 */
public record TestResult(PipelineTest test, List<String> failures) {

    public TestResult {
        failures = List.copyOf(failures);
    }

    public boolean passed() {
        return failures.isEmpty();
    }
}
