package io.nilometer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.aggregate.Accumulator;
import io.nilometer.core.aggregate.Accumulators;
import io.nilometer.core.aggregate.AggregateFunction;
import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.Program;
import io.nilometer.core.state.CellBlock;
import io.nilometer.core.state.StateLayout;
import io.nilometer.core.state.StateTranslation;
import io.nilometer.core.state.Successors;
import io.nilometer.embedded.BatchInput.PartitionRecords;
import io.nilometer.embedded.HandMade.Windows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** State written by one version of a pipeline and taken over by another. */
class StateTranslationTest {

    private static final PartitionId PARTITION = new PartitionId("p", 0);
    private static final Program OLD = HandMade.program(List.of(
            new Windows("kept", 10_000_000, 10_000_000, 0, 0), new Windows("gone", 20_000_000, 20_000_000, 0, 0)));

    @Test
    void keeps_aggregates_by_their_text_starts_new_ones_empty_and_drops_the_rest() {
        Grouping kept = OLD.groupings().get(0);
        AggregateSpec sum = kept.aggregates().get(1);
        AggregateSpec added = new AggregateSpec(
                AggregateFunction.MAX, false, List.of(Simple.LONG), Simple.LONG, List.of(), 10, null, "max");
        StateLayout now = layout(0, added, sum);
        ByteWriter written = new ByteWriter(64);
        StateLayout.of(OLD).write(written);
        StateLayout read = StateLayout.read(new ByteReader(written.toByteArray()), OLD);
        assertThat(read).isEqualTo(StateLayout.of(OLD));
        assertThat(successors(read, StateLayout.of(OLD)).sameCells()).isTrue();
        assertThat(successors(read, now).sameCells()).isFalse();

        byte[] translated = new StateTranslation(read, now, successors(read, now)).translate(increments());

        List<@Nullable Object> results = new ArrayList<>();
        CellBlock.read(translated, (grouping, hash, keyOffset, keyLength, slice, first, in) -> {
            assertThat(grouping).isZero();
            results.add(result(added, in));
            results.add(result(sum, in));
        });
        assertThat(results).containsExactly(null, 42L);
    }

    @Test
    void resolves_references_to_values_that_stand_in_what_is_dropped() {
        Grouping kept = OLD.groupings().get(1);
        AggregateSpec distinct = kept.aggregates().get(2);
        StateLayout now = layout(1, distinct);
        StateLayout then = StateLayout.of(OLD);

        byte[] translated = new StateTranslation(then, now, successors(then, now)).translate(increments());

        List<@Nullable Object> results = new ArrayList<>();
        CellBlock.read(
                translated,
                (grouping, hash, keyOffset, keyLength, slice, first, in) -> results.add(result(distinct, in)));
        assertThat(results).containsExactly(2L);
    }

    /** That of one grouping, with other aggregates. */
    private static StateLayout layout(int grouping, AggregateSpec... aggregates) {
        StateLayout.Kept kept = StateLayout.of(OLD).groupings().get(grouping);
        List<StateLayout.Aggregate> others = Arrays.stream(aggregates)
                .map(spec -> new StateLayout.Aggregate(spec, StateLayout.ALWAYS))
                .toList();
        return new StateLayout(List.of(new StateLayout.Kept(kept.identity(), kept.running(), others, kept.metrics())));
    }

    private static Successors successors(StateLayout from, StateLayout to) {
        return new Successors(from, to, UnaryOperator.identity());
    }

    private static byte[] increments() {
        RecordBatch records = new RecordBatch(PARTITION, RecordBatch.Origin.NONE, 2);
        for (int value : new int[] {40, 2}) {
            byte[] line = ("1000000,a," + value).getBytes(StandardCharsets.UTF_8);
            records.add(line, 0, line.length, value);
        }
        try (Computation computation = new Computation(OLD, new Computation.Settings(1, 1, true, Set.of()))) {
            return computation
                    .process(new BatchInput(
                            0, List.of(new PartitionRecords(0, PARTITION, List.of(records))), List.of(), false, false))
                    .increments();
        }
    }

    private static @Nullable Object result(AggregateSpec spec, ByteReader in) {
        Accumulator accumulator = Accumulators.of(spec);
        long[] longs = new long[accumulator.longs()];
        @Nullable Object[] objects = new Object[accumulator.objects()];
        accumulator.init(longs, 0);
        accumulator.merge(longs, 0, objects, 0, in);
        return accumulator.result(longs, 0, objects, 0);
    }
}
