package io.nilometer.cli.test;

import io.nilometer.api.Column;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Place;
import io.nilometer.api.Relation;
import io.nilometer.core.compile.RowCondition;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.pipeline.PipelineTest.Expectation;
import io.nilometer.core.pipeline.PipelineTest.FeedStep;
import io.nilometer.core.program.Program;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the tests of a pipeline, one after the other, each on a fresh harness. */
public final class TestRunner {

    private final TestHarness.Factory harnesses;

    public TestRunner(TestHarness.Factory harnesses) {
        this.harnesses = harnesses;
    }

    /** Runs one test; whatever is wrong with it or its pipeline is a failure in the result. */
    public TestResult run(Program program, PipelineTest test) {
        try {
            TestHarness.Outcome outcome = feed(program, test);
            return new TestResult(test, compare(program.pipeline().timezone(), test, outcome), outcome.ledger());
        } catch (NilometerException e) {
            return new TestResult(
                    test,
                    List.of(e.problem().message() + "\n    fix: " + e.problem().remedy()),
                    Map.of());
        }
    }

    private TestHarness.Outcome feed(Program program, PipelineTest test) {
        try (TestHarness harness = harnesses.open(program, test.now())) {
            for (FeedStep step : test.feed()) {
                if (step instanceof PipelineTest.Wait wait) {
                    harness.pass(wait.duration());
                } else if (step instanceof PipelineTest.Records records) {
                    Map<String, List<TestHarness.Input>> inputs = new LinkedHashMap<>();
                    records.byStream()
                            .forEach((stream, input) -> inputs.put(
                                    stream,
                                    TestRecords.of(program.pipeline(), stream).inputs(input)));
                    harness.feed(inputs);
                }
            }
            return harness.finish();
        }
    }

    private static List<String> compare(ZoneId zone, PipelineTest test, TestHarness.Outcome outcome) {
        List<String> failures = new ArrayList<>();
        test.expect().forEach((name, expectation) -> {
            TestHarness.Output output = outcome.outputs().get(name);
            if (output == null) {
                failures.add("there is no output '" + name + "'; there are: "
                        + String.join(", ", outcome.outputs().keySet()));
            } else {
                failures.addAll(compare(zone, name, expectation, output));
            }
        });
        failures.addAll(LedgerCheck.check(test.ledger(), outcome.ledger()));
        return failures;
    }

    private static List<String> compare(ZoneId zone, String name, Expectation expectation, TestHarness.Output output) {
        List<String> unknown = unknownColumns(name, expectation, output.relation());
        if (!unknown.isEmpty()) {
            return unknown;
        }
        List<ExpectedRow> expected = expectation.rows().stream()
                .map(row -> row instanceof Map<?, ?> columns
                        ? new ExpectedRow.Columns(byName(columns))
                        : condition(String.valueOf(row), output.relation(), zone, expectation.place()))
                .toList();
        return RowsCheck.check(name, expected, expectation.include(), output);
    }

    private static ExpectedRow condition(String sql, Relation relation, ZoneId zone, Place place) {
        return new ExpectedRow.Meets(sql, RowCondition.compile(sql, relation, zone, place));
    }

    /** A misspelt column would otherwise only look like a wrong value. */
    private static List<String> unknownColumns(String name, Expectation expectation, Relation relation) {
        return expectation.rows().stream()
                .filter(Map.class::isInstance)
                .flatMap(row -> byName((Map<?, ?>) row).keySet().stream())
                .distinct()
                .filter(column -> relation.indexOf(column) < 0)
                .map(column -> name + " has no column '" + column + "'; it has: "
                        + String.join(
                                ", ",
                                relation.columns().stream().map(Column::name).toList()))
                .toList();
    }

    private static Map<String, @Nullable Object> byName(Map<?, ?> columns) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        columns.forEach((column, value) -> named.put(String.valueOf(column), value));
        return named;
    }
}
