package io.nilometer.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.core.aggregate.Cuts.Event;
import io.nilometer.core.row.EventRow;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DoorTest {

    @Test
    void a_filter_lets_only_true_events_through() {
        AggregateSpec spec = Cuts.spec(AggregateFunction.SUM, Simple.LONG, Simple.LONG);
        Accumulator accumulator = Accumulators.of(spec, new int[] {1}, 0, new ScanDictionary());
        EventRow row = Cuts.row(spec);
        Cuts.State state = new Cuts.State(accumulator, new ScanDictionary(), new Random(1));
        for (Boolean flag : new Boolean[] {true, false, null, true}) {
            row.clear();
            Cuts.set(row, 0, flag);
            Cuts.set(row, 1, 5L);
            accumulator.update(state.longs, state.at, state.objects, state.objectAt, row, new EventOrder());
        }
        assertThat(state.result()).isEqualTo(10L);
    }

    @Test
    void aggregates_of_spark_keep_their_own_buffers() {
        AggregateSpec spec = new AggregateSpec(
                AggregateFunction.CATALYST,
                false,
                List.of(Simple.LONG),
                Simple.LONG,
                List.of(),
                10,
                BitXor::new,
                "bit_xor(x)");
        NumericAggregatesTest.seeds(random -> {
            List<Event> events = Values.events(random, 30, Values::anyLong);
            long expected = NumericAggregatesTest.present(events).stream()
                    .mapToLong(v -> (Long) v)
                    .reduce(0, (a, b) -> a ^ b);
            assertThat(Cuts.result(spec, events, random)).isEqualTo(expected);
        });
    }

    @Test
    void refuses_what_an_aggregate_does_not_take() {
        assertThatThrownBy(() -> Accumulators.of(Cuts.spec(AggregateFunction.SUM, Simple.STRING, Simple.DOUBLE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SUM does not take string");
        assertThatThrownBy(() -> Accumulators.of(
                        Cuts.spec(AggregateFunction.PERCENTILE, Simple.LONG, Simple.DOUBLE, 1.5, false)))
                .hasMessageContaining("percentage 1.5 is not between 0 and 1");
        FieldType array = new FieldType.Array(Simple.LONG);
        assertThatThrownBy(() ->
                        Accumulators.of(Cuts.spec(AggregateFunction.PERCENTILE_APPROX, Simple.LONG, array, 0.5, false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Accumulators.of(
                        Cuts.spec(AggregateFunction.SUM, Simple.LONG, Simple.LONG),
                        new int[0],
                        -1,
                        new ScanDictionary()))
                .hasMessageContaining("0 slots for 1 inputs");
        assertThatThrownBy(() -> Accumulators.of(
                        Cuts.spec(AggregateFunction.APPROX_COUNT_DISTINCT, Simple.LONG, Simple.LONG, 0.9)))
                .hasMessageContaining("relative error");
    }

    /** A hand-written stand-in with a mutable buffer, as Spark's imperative aggregates have. */
    private static final class BitXor implements CatalystAggregate {
        @Override
        public Object newBuffer() {
            return new long[1];
        }

        @Override
        public Object update(Object buffer, EventRow row, int[] slots) {
            if (!row.isNullAt(slots[0])) {
                ((long[]) buffer)[0] ^= row.longAt(slots[0]);
            }
            return buffer;
        }

        @Override
        public Object merge(Object buffer, Object other) {
            ((long[]) buffer)[0] ^= ((long[]) other)[0];
            return buffer;
        }

        @Override
        public byte[] write(Object buffer) {
            return ByteBuffer.allocate(8).putLong(((long[]) buffer)[0]).array();
        }

        @Override
        public Object read(byte[] bytes) {
            return new long[] {ByteBuffer.wrap(bytes).getLong()};
        }

        @Override
        public @Nullable Object result(Object buffer) {
            return ((long[]) buffer)[0];
        }
    }
}
