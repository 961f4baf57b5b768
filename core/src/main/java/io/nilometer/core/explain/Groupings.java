package io.nilometer.core.explain;

import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.Slices;
import io.nilometer.core.program.Windows;
import java.util.List;

/** Which cells are kept, which metrics share them, and when a result is final. */
final class Groupings {

    private Groupings() {}

    static void describe(Program program, Paragraphs out) {
        for (Grouping grouping : program.groupings()) {
            List<String> metrics =
                    grouping.metrics().stream().map(MetricProgram::name).toList();
            out.title("metrics " + String.join(", ", metrics) + (metrics.size() > 1 ? ": share their cells" : ""));
            out.list(
                    "from",
                    grouping.sources().stream()
                            .sorted()
                            .map(i -> program.sources().get(i).stream())
                            .toList());
            out.line(cells(grouping));
            int aggregates = grouping.aggregates().size();
            out.line(aggregates + (aggregates == 1 ? " aggregate" : " aggregates, each computed once"));
            for (MetricProgram metric : grouping.metrics()) {
                out.line(metric.name() + ": " + window(metric, grouping));
                columns(program, metric, out);
            }
        }
    }

    /** As the file has them: the compiler's own form is for machines. */
    private static void columns(Program program, MetricProgram metric, Paragraphs out) {
        Metric written = program.pipeline().metrics().get(metric.name());
        if (written != null) {
            out.list(
                    "  columns",
                    written.select().entrySet().stream()
                            .map(column ->
                                    column.getKey() + " = " + column.getValue().text())
                            .toList());
        }
    }

    private static String cells(Grouping grouping) {
        String keys = grouping.keys().isEmpty()
                ? "one cell"
                : "a cell per "
                        + String.join(
                                ", ",
                                grouping.keys().stream().map(Grouping.Key::name).toList());
        if (grouping.slicing() instanceof Slices slices) {
            return keys + " and " + slices.text() + " slice";
        }
        Grouping.Running running = (Grouping.Running) grouping.slicing();
        return keys + ", forgotten after " + Micros.print(running.keepMicros()) + " without an event";
    }

    private static String window(MetricProgram metric, Grouping grouping) {
        String lateness = Micros.print(grouping.latenessMicros());
        Windows windows = metric.windows();
        if (windows == null) {
            return "running, updated at most every " + Micros.print(metric.updateEveryMicros())
                    + "; an event more than " + lateness + " behind is late";
        }
        String top = metric.top() == null ? "" : ", top " + metric.top().n();
        return "window " + windows.text() + top + "; a result is final at the earliest: window end + " + lateness;
    }
}
