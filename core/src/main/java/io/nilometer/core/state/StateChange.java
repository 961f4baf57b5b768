package io.nilometer.core.state;

import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.time.PartitionClock;
import io.nilometer.core.time.SourceClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a program goes on with the state that another version of it has left: what continues, since when the rest counts, and
 * what was given out already.
 */
public final class StateChange {

    private final StateLayout written;
    private final Program program;
    private final Then then;
    private final Successors successors;
    private final StateLayout layout;
    private final List<String> told = new ArrayList<>();
    private final Map<String, StateLayout.Metric> metricsThen = new LinkedHashMap<>();
    private final Map<String, Integer> groupingsThen = new LinkedHashMap<>();

    /**
     * Where the state stands.
     *
     * @param nameNow of a stream, by its name then
     * @param clocks C of the sources, by their names then
     * @param latestMicros the largest event time that was read of each source of now
     */
    public record Then(UnaryOperator<String> nameNow, Map<String, Long> clocks, long[] latestMicros) {}

    public StateChange(StateLayout written, Program program, Then then) {
        this.written = written;
        this.program = program;
        this.then = then;
        StateLayout fresh = StateLayout.of(program);
        successors = new Successors(written, fresh, then.nameNow());
        for (int index = 0; index < written.groupings().size(); index++) {
            for (StateLayout.Metric metric : written.groupings().get(index).metrics()) {
                metricsThen.put(metric.name(), metric);
                groupingsThen.put(metric.name(), index);
            }
        }
        List<StateLayout.Kept> groupings = new ArrayList<>();
        for (Grouping grouping : program.groupings()) {
            groupings.add(continued(grouping, fresh.groupings().get(grouping.index())));
        }
        layout = new StateLayout(groupings);
        tellDropped();
    }

    /** That of the program, which goes on. */
    public StateLayout layout() {
        return layout;
    }

    public Successors successors() {
        return successors;
    }

    /** Makes cells of the state fit. */
    public UnaryOperator<byte[]> fitting() {
        return successors.sameCells() ? block -> block : new StateTranslation(written, layout, successors)::translate;
    }

    /** What has become of each metric, as sentences for the user; empty when nothing has changed. */
    public List<String> told() {
        return isSame() ? List.of() : List.copyOf(told);
    }

    /** Whether all is as it was, but for names of streams. */
    private boolean isSame() {
        for (Grouping grouping : program.groupings()) {
            StateLayout.Kept now = layout.groupings().get(grouping.index());
            int index = successors.predecessor(grouping.index());
            StateLayout.Kept before = index < 0 ? null : written.groupings().get(index);
            if (before == null
                    || !before.identity().isSame(now.identity())
                    || !texts(before).equals(texts(now))) {
                return false;
            }
        }
        return written.groupings().size() == program.groupings().size();
    }

    /** Its aggregates and metrics, in any order. */
    private static Set<String> texts(StateLayout.Kept kept) {
        Set<String> texts = new HashSet<>();
        kept.aggregates().forEach(aggregate -> texts.add(aggregate.spec().text()));
        kept.metrics().forEach(metric -> texts.add(metric.name() + " in " + metric.window()));
        return texts;
    }

    private StateLayout.Kept continued(Grouping grouping, StateLayout.Kept fresh) {
        int index = successors.predecessor(grouping.index());
        StateLayout.Kept before = index < 0 ? null : written.groupings().get(index);
        long from = firstUnread(grouping);
        List<StateLayout.Aggregate> aggregates = new ArrayList<>();
        for (StateLayout.Aggregate aggregate : fresh.aggregates()) {
            aggregates.add(new StateLayout.Aggregate(
                    aggregate.spec(),
                    before == null
                            ? StateLayout.ALWAYS
                            : before.aggregates().stream()
                                    .filter(kept -> kept.spec()
                                            .text()
                                            .equals(aggregate.spec().text()))
                                    .mapToLong(StateLayout.Aggregate::wholeFromMicros)
                                    .findFirst()
                                    .orElse(from)));
        }
        boolean same = before != null && before.identity().isSame(fresh.identity());
        boolean wider = before != null
                && (fresh.identity().latenessMicros() > before.identity().latenessMicros()
                        || !fresh.identity().failing().equals(before.identity().failing()));
        List<StateLayout.Metric> metrics = new ArrayList<>();
        for (StateLayout.Metric metric : fresh.metrics()) {
            long whole = before == null ? empty(grouping, from) : from;
            long cells = before == null ? StateLayout.ALWAYS : before.closedMicros(then.clocks());
            if (before != null) {
                Optional<StateLayout.Metric> known = sameWindows(before, metric);
                whole = wider
                        ? from
                        : known.map(StateLayout.Metric::wholeFromMicros).orElse(from);
                cells = known.map(StateLayout.Metric::cellsFromMicros).orElse(cells);
            }
            StateLayout.Metric now = new StateLayout.Metric(
                    metric.name(), metric.window(), whole, cells, givenOut(metric.name(), before, same));
            metrics.add(now);
        }
        StateLayout.Kept kept = new StateLayout.Kept(fresh.identity(), fresh.running(), aggregates, metrics);
        tell(grouping, kept, before, from);
        return kept;
    }

    /** The first moment of which no event of the grouping's sources has been read yet. */
    private long firstUnread(Grouping grouping) {
        long latest = grouping.sources().stream()
                .mapToLong(source -> then.latestMicros()[source])
                .max()
                .orElse(PartitionClock.UNKNOWN);
        return latest == PartitionClock.UNKNOWN ? StateLayout.ALWAYS : latest + 1;
    }

    /** Of a grouping without cells: a run of a key that is running may have begun a gap earlier. */
    private static long empty(Grouping grouping, long from) {
        return from != StateLayout.ALWAYS && grouping.slicing() instanceof Grouping.Running running
                ? from + running.keepMicros()
                : from;
    }

    /** Windows that nobody has had before may reach back to cells that were dropped. */
    private static Optional<StateLayout.Metric> sameWindows(StateLayout.Kept before, StateLayout.Metric metric) {
        return before.metrics().stream()
                .filter(kept -> kept.window().equals(metric.window()))
                .min(Comparator.comparingLong(StateLayout.Metric::wholeFromMicros));
    }

    private long givenOut(String metric, StateLayout.@Nullable Kept before, boolean same) {
        StateLayout.Metric known = metricsThen.get(metric);
        if (known == null) {
            return StateLayout.ALWAYS;
        }
        StateLayout.Kept had = written.groupings().get(groupingsThen.getOrDefault(metric, 0));
        boolean goesOn = same && had == before;
        long closed = had.closedMicros(then.clocks());
        return goesOn || closed == SourceClock.ENDED
                ? known.givenOutMicros()
                : Math.max(known.givenOutMicros(), closed);
    }

    private void tell(Grouping grouping, StateLayout.Kept kept, StateLayout.@Nullable Kept before, long from) {
        for (int index = 0; index < kept.metrics().size(); index++) {
            MetricProgram metric = grouping.metrics().get(index);
            long whole = kept.wholeFromMicros(index, metric);
            boolean late = from != StateLayout.ALWAYS && whole >= from;
            if (before == null) {
                told.add(metric.name() + " starts empty" + partial(late, whole));
            } else {
                told.add(metric.name() + " goes on with what has been counted"
                        + (late ? ", but not all of it was counted from the beginning" + partial(true, whole) : ""));
            }
        }
    }

    private static String partial(boolean late, long whole) {
        return late ? ": its windows that begin before " + CatalystValues.instant(whole) + " are marked partial" : "";
    }

    private void tellDropped() {
        groupingsThen.forEach((metric, index) -> {
            if (successors.successor(index) < 0) {
                told.add("what " + metric + " has counted is dropped, with its windows that are open: it is "
                        + "no longer computed from the same events, keys or windows");
            }
        });
    }
}
