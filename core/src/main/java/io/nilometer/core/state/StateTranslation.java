package io.nilometer.core.state;

import io.nilometer.core.aggregate.Accumulator;
import io.nilometer.core.aggregate.Accumulators;
import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns blocks of cells written by one version of a pipeline into blocks for another: groupings as {@link
 * Successors} says, aggregates by text. What is new starts empty; what is gone is left out.
 */
public final class StateTranslation {

    private final List<GroupingTranslation> groupings = new ArrayList<>();

    public StateTranslation(StateLayout from, StateLayout to, Successors successors) {
        for (int then = 0; then < from.groupings().size(); then++) {
            int now = successors.successor(then);
            List<StateLayout.Aggregate> aggregates =
                    now < 0 ? List.of() : to.groupings().get(now).aggregates();
            groupings.add(new GroupingTranslation(from.groupings().get(then), now, specs(aggregates)));
        }
    }

    private static List<AggregateSpec> specs(List<StateLayout.Aggregate> aggregates) {
        return aggregates.stream().map(StateLayout.Aggregate::spec).toList();
    }

    /** The same cells in the other version's form. */
    public byte[] translate(byte[] block) {
        ByteWriter out = new ByteWriter(block.length);
        CellBlock.read(block, (grouping, hash, keyOffset, keyLength, slice, first, in) -> groupings
                .get(grouping)
                .translate(hash, keyOffset, keyLength, slice, first, in, out));
        return out.toByteArray();
    }

    /** One grouping's cells. */
    private static final class GroupingTranslation {

        private final int index;
        private final CellLayout old;
        private final int[] sources;
        private final List<Accumulator> added = new ArrayList<>();
        private final boolean running;

        GroupingTranslation(StateLayout.Kept from, int index, List<AggregateSpec> to) {
            this.index = index;
            running = from.running();
            List<Accumulator> accumulators = new ArrayList<>();
            List<AggregateSpec> written = specs(from.aggregates());
            written.forEach(spec -> accumulators.add(Accumulators.of(spec)));
            if (running) {
                accumulators.add(new SpanAccumulator());
            }
            old = new CellLayout(accumulators, written.size());
            sources = new int[to.size()];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = find(written, to.get(i).text());
                added.add(Accumulators.of(to.get(i)));
            }
        }

        void translate(long hash, int keyOffset, int keyLength, long slice, int first, ByteReader in, ByteWriter out) {
            Cells cells = new Cells(old, 1);
            old.init(cells, 0);
            old.merge(cells, 0, in);
            if (index < 0) {
                return;
            }
            CellBlock.beginSection(index, true, 1, slice, out);
            CellBlock.writeHead(hash, in.array(), keyOffset, keyLength, 0, first, out);
            for (int i = 0; i < sources.length; i++) {
                if (sources[i] >= 0) {
                    old.write(cells, 0, sources[i], out);
                } else {
                    writeEmpty(added.get(i), out);
                }
            }
            if (running) {
                old.write(cells, 0, old.accumulators.length - 1, out);
            }
        }

        private static void writeEmpty(Accumulator accumulator, ByteWriter out) {
            long[] longs = new long[accumulator.longs()];
            @Nullable Object[] objects = new Object[accumulator.objects()];
            accumulator.init(longs, 0);
            accumulator.write(longs, 0, objects, 0, out);
        }

        private static int find(List<AggregateSpec> aggregates, String text) {
            for (int i = 0; i < aggregates.size(); i++) {
                if (aggregates.get(i).text().equals(text)) {
                    return i;
                }
            }
            return -1;
        }
    }
}
