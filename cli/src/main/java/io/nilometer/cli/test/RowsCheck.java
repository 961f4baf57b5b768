package io.nilometer.cli.test;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Compares the rows of one output with those expected, and says what differs so that the reader sees why. */
final class RowsCheck {

    /** More rows than these are counted, not shown. */
    private static final int SHOWN = 10;

    private final String name;
    private final TestHarness.Output output;
    private final Matching matching;
    private final List<ExpectedRow> expected;

    private RowsCheck(String name, List<ExpectedRow> expected, TestHarness.Output output) {
        this.name = name;
        this.output = output;
        this.expected = expected;
        this.matching = Matching.of(expected.size(), output.rows().size(), (e, a) -> expected.get(e)
                .matches(output.relation(), output.rows().get(a)));
    }

    /**
     * @param include whether other rows than the expected ones are allowed
     * @return what differs, one line each; empty when all is as expected
     */
    static List<String> check(String name, List<ExpectedRow> expected, boolean include, TestHarness.Output output) {
        RowsCheck check = new RowsCheck(name, expected, output);
        List<String> lines = new ArrayList<>(check.missing());
        if (!include) {
            lines.addAll(check.surplus());
        }
        return lines;
    }

    private List<String> missing() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            if (matching.actualOf(i) == Matching.NONE) {
                lines.add(name + ": no row is " + expected.get(i));
                lines.add(nearest(expected.get(i)));
            }
        }
        return lines;
    }

    private String nearest(ExpectedRow wanted) {
        Relation relation = output.relation();
        List<Row> rows = output.rows();
        return IntStream.range(0, rows.size())
                .boxed()
                .max(Comparator.comparingInt((Integer i) -> wanted.agreement(relation, rows.get(i)))
                        .thenComparing(i -> matching.expectedOf(i) == Matching.NONE)
                        .thenComparing(Comparator.reverseOrder()))
                .map(i -> describe(wanted, i))
                .orElse("    there are no rows");
    }

    private String describe(ExpectedRow wanted, int actual) {
        Row row = output.rows().get(actual);
        List<String> differences = wanted.differences(output.relation(), row);
        String why = differences.isEmpty()
                ? "this row is already taken by another expected one"
                : String.join("; ", differences);
        return "    nearest: " + RowText.row(output.relation(), row) + "\n             " + why;
    }

    private List<String> surplus() {
        List<Row> rows = output.rows();
        List<String> lines = IntStream.range(0, rows.size())
                .filter(i -> matching.expectedOf(i) == Matching.NONE)
                .mapToObj(i -> name + ": not expected: " + RowText.row(output.relation(), rows.get(i)))
                .toList();
        if (lines.size() <= SHOWN) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, SHOWN));
        shown.add(name + ": and " + (lines.size() - SHOWN) + " more rows that were not expected");
        return shown;
    }
}
