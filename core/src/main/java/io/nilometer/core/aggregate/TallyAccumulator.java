package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An aggregate of one input that is computed from the {@link Tallies} of its values. */
abstract class TallyAccumulator extends ObjectAccumulator<Tallies> {

    final Encoding encoding;
    private final int slot;
    private final int limit;
    private final boolean byFirst;
    private final ByteWriter scratch = new ByteWriter(64);

    TallyAccumulator(int slot, Encoding encoding, int limit, boolean byFirst) {
        this.slot = slot;
        this.encoding = encoding;
        this.limit = limit;
        this.byFirst = byFirst;
    }

    @Override
    Tallies empty() {
        return new Tallies(limit, byFirst);
    }

    @Override
    boolean skips(EventRow row) {
        return row.isNullAt(slot);
    }

    @Override
    void add(Tallies state, EventRow row, EventOrder order) {
        scratch.reset();
        encoding.write(row, slot, scratch);
        state.add(scratch.toByteArray(), new Tallies.Tally(1, Position.of(order)));
    }

    @Override
    void addAll(Tallies state, Tallies other) {
        state.addAll(other);
    }

    @Override
    void addAll(Tallies state, ByteReader other) {
        state.addAll(other);
    }

    @Override
    void write(Tallies state, ByteWriter out) {
        state.write(out);
    }

    @Override
    long heapBytes(Tallies state) {
        return state.heapBytes();
    }

    @Override
    boolean capped(Tallies state) {
        return state.capped();
    }

    /** {@code collect_list(distinct x)}: in the order in which the values were first there. */
    static final class DistinctList extends TallyAccumulator {
        DistinctList(int slot, Encoding encoding, int limit) {
            super(slot, encoding, limit, true);
        }

        @Override
        @Nullable
        Object result(Tallies state) {
            return Elements.array(
                    encoding, state.byFirst().stream().map(Map.Entry::getKey).toList());
        }
    }

    /** {@code mode}: the most frequent value, of several the one seen first. */
    static final class Mode extends TallyAccumulator {
        Mode(int slot, Encoding encoding, int limit) {
            super(slot, encoding, limit, false);
        }

        @Override
        @Nullable
        Object result(Tallies state) {
            Map.@Nullable Entry<byte[], Tallies.Tally> best = null;
            for (Map.Entry<byte[], Tallies.Tally> entry : state.byFirst()) {
                if (best == null || entry.getValue().count() > best.getValue().count()) {
                    best = entry;
                }
            }
            return best == null ? null : encoding.read(best.getKey());
        }
    }

    /**
     * {@code percentile} and {@code median}: at rank (count − 1) × percentage, between two values by linear interpolation.
     * Null where the limit left out the values that were asked for.
     */
    static final class Percentile extends TallyAccumulator {
        private final Percentages percentages;

        Percentile(int slot, Encoding encoding, int limit, Percentages percentages) {
            super(slot, encoding, limit, false);
            this.percentages = percentages;
        }

        @Override
        @Nullable
        Object result(Tallies state) {
            List<Map.Entry<byte[], Tallies.Tally>> entries = state.byValue();
            return state.total() == 0
                    ? null
                    : percentages.answer(percentage -> {
                        double rank = (state.total() - 1) * percentage;
                        Double low = valueAt((long) Math.floor(rank), entries);
                        Double high = valueAt((long) Math.ceil(rank), entries);
                        if (low == null || high == null || low.equals(high)) {
                            return high == null ? null : low;
                        }
                        return (Math.ceil(rank) - rank) * low + (rank - Math.floor(rank)) * high;
                    });
        }

        private @Nullable Double valueAt(long index, List<Map.Entry<byte[], Tallies.Tally>> entries) {
            long seen = 0;
            for (Map.Entry<byte[], Tallies.Tally> entry : entries) {
                seen += entry.getValue().count();
                if (seen > index) {
                    return encoding.number(entry.getKey());
                }
            }
            return null;
        }
    }
}
