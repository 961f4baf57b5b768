package io.nilometer.core.state;

import io.nilometer.core.aggregate.Accumulator;
import io.nilometer.core.aggregate.Accumulators;
import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.aggregate.ScanDictionary;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.StreamNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The layouts of groupings: their aggregates, and the span of time for running ones. */
public final class GroupingLayouts {

    private GroupingLayouts() {}

    /** The layout of a grouping's cells in merge, for one thread. */
    public static CellLayout of(Grouping grouping) {
        return of(grouping, Accumulators::of);
    }

    /** The layout of a grouping's cells in a scan. */
    public static CellLayout of(Grouping grouping, ScanDictionary dictionary) {
        return of(grouping, spec -> Accumulators.of(spec, dictionary));
    }

    private static CellLayout of(Grouping grouping, Function<AggregateSpec, Accumulator> make) {
        List<Accumulator> accumulators = new ArrayList<>();
        grouping.aggregates().forEach(spec -> accumulators.add(make.apply(spec)));
        if (grouping.slicing() instanceof Grouping.Running) {
            accumulators.add(new SpanAccumulator());
        }
        return new CellLayout(accumulators, grouping.aggregates().size());
    }

    /** How the events that a feed brings change cells of that layout, which has the same dictionary. */
    public static CellUpdate update(
            Grouping grouping, StreamNode.Feed feed, CellLayout layout, ScanDictionary dictionary) {
        List<Accumulator> bound = new ArrayList<>();
        for (int i = 0; i < grouping.aggregates().size(); i++) {
            bound.add(Accumulators.of(
                    grouping.aggregates().get(i), feed.argumentSlots().get(i), feed.filterSlots()[i], dictionary));
        }
        if (grouping.slicing() instanceof Grouping.Running) {
            bound.add(new SpanAccumulator());
        }
        return new CellUpdate(layout, bound);
    }
}
