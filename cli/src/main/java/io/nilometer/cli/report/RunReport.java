package io.nilometer.cli.report;

import io.nilometer.cli.screen.Counts;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a ledger says about a run that its results do not show. */
public final class RunReport {

    private final Program program;
    private final Components components;

    public RunReport(Program program, Components components) {
        this.program = program;
        this.components = components;
    }

    /**
     * While a run goes on.
     *
     * @param ledger as {@code ledger.json} shows it
     * @param least streams of which fewer records have been read are left out: it may only be the beginning
     */
    public List<Notice> soFar(Map<String, ? extends Map<String, ?>> ledger, long least) {
        List<Notice> notices = new ArrayList<>();
        for (SourceProgram source : program.sources()) {
            Counts counts = counts(ledger, source);
            if (counts.read() >= least) {
                Stream stream = program.pipeline().streams().get(source.stream());
                notices.addAll(new StreamReport(source, stream, counts, components).notices());
            }
        }
        return notices;
    }

    /** When all inputs have come to their end. */
    public List<Notice> atEnd(Map<String, ? extends Map<String, ?>> ledger) {
        List<Notice> notices = new ArrayList<>();
        for (SourceProgram source : program.sources()) {
            if (counts(ledger, source).read() == 0) {
                notices.add(
                        new Notice(source.stream() + " nothing", source.stream() + ": there were no records to read"));
            }
        }
        notices.addAll(soFar(ledger, 1));
        for (Grouping grouping : program.groupings()) {
            grouping.metrics().forEach(metric -> metric(metric, grouping, ledger, notices));
        }
        return notices;
    }

    /**
     * Whether a stream had records and not one of them was of use: each was rejected, or late.
     *
     * @param ledger as {@code ledger.json} shows it
     */
    public static boolean isUseless(Map<String, ? extends Map<String, ?>> ledger) {
        return ledger.values().stream()
                .map(Counts::new)
                .anyMatch(counts ->
                        counts.read() > 0 && counts.number("rejected") + counts.number("late") == counts.read());
    }

    /** A metric without an event, although its streams had some that were used. */
    private void metric(
            MetricProgram metric,
            Grouping grouping,
            Map<String, ? extends Map<String, ?>> ledger,
            List<Notice> notices) {
        Metric written = program.pipeline().metrics().get(metric.name());
        long used = 0;
        long failed = 0;
        long late = 0;
        for (int source : grouping.sources()) {
            Counts counts = counts(ledger, program.sources().get(source));
            if (counts.read() > 0 && !counts.has("no_event_for", metric.name())) {
                return;
            }
            used += counts.number("used");
            failed += counts.number("failed_for", metric.name());
            late += counts.number("late_for", metric.name());
        }
        if (used == 0 || written == null) {
            return;
        }
        String why = failed > 0
                ? "an expression of it fails for " + Counts.text(failed) + " of them"
                : late > 0
                        ? Counts.text(late) + " of them were late for it"
                        : written.where()
                                .map(where -> "its `where: " + where.text().strip() + "` holds for none of them")
                                .orElse("none of them reaches " + written.from());
        notices.add(new Notice(
                "metric " + metric.name(),
                metric.name() + ": it has counted none of " + Counts.text(used) + " events: " + why + " ("
                        + written.place() + ")"));
    }

    private static Counts counts(Map<String, ? extends Map<String, ?>> ledger, SourceProgram source) {
        Map<String, ?> found = ledger.get(source.stream());
        return new Counts(found == null ? Map.of() : found);
    }
}
