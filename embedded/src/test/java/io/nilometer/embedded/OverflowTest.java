package io.nilometer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.pipeline.Limits;
import io.nilometer.core.program.Program;
import io.nilometer.core.state.CellBlock;
import io.nilometer.core.state.StateLayout;
import io.nilometer.embedded.BatchInput.PartitionProgress;
import io.nilometer.embedded.BatchInput.PartitionRecords;
import io.nilometer.embedded.HandMade.Windows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** State beyond its limit: nothing is lost, new keys are counted together. */
class OverflowTest {

    private static final int BATCHES = 100;
    private static final PartitionId PARTITION = new PartitionId("p", 0);

    @Test
    void keys_without_room_are_counted_in_one_row_and_the_ledger_says_so() {
        Limits limits = new Limits(1 << 20, 64, 10_000, 1, 1 << 20, 256);
        List<Row> rows = new ArrayList<>();
        try (Computation computation = new Computation(
                HandMade.program(List.of(new Windows("m", 60_000_000, 60_000_000, 0, 0)), limits),
                new Computation.Settings(2, 3, true, Set.of()))) {
            for (int batch = 0; batch < BATCHES; batch++) {
                computation.process(new BatchInput(0, List.of(records(batch)), List.of(progress()), false, false));
            }
            for (Sink.Rows some : computation
                    .process(new BatchInput(0, List.of(), List.of(), true, true))
                    .rows()) {
                rows.addAll(some.rows());
            }
            assertThat(computation.ledger().stream("events")
                            .toMap()
                            .get("notes")
                            .toString())
                    .contains("overflow:m");
        }
        List<Row> overflow = rows.stream().filter(Row::overflow).toList();
        assertThat(overflow).hasSize(1);
        assertThat(overflow.get(0).get(3)).isEqualTo((long) BATCHES * 10 - (rows.size() - 1));
        assertThat(rows.stream().mapToLong(row -> (Long) row.get(3)).sum()).isEqualTo(BATCHES * 10L);
    }

    @Test
    void the_limit_holds_within_one_batch_and_room_that_windows_leave_is_used_again() {
        long limit = 1 << 20;
        Limits limits = new Limits(1 << 20, 64, 10_000, limit, 1 << 20, 256);
        try (Computation computation = new Computation(
                HandMade.program(List.of(new Windows("m", 60_000_000, 60_000_000, 0, 0)), limits),
                new Computation.Settings(2, 3, true, Set.of()))) {
            assertThat(computation.process(batch(0, 1_000, 1)).overflowed()).isFalse();
            assertThat(computation.process(batch(1, 200_000, 2)).overflowed()).isTrue();
            assertThat(computation.heapBytes()).isBetween(limit / 2, limit * 5 / 4);
            assertThat(computation.process(batch(2, 200_000, 3)).overflowed()).isTrue();
            assertThat(computation.heapBytes()).isLessThan(limit * 5 / 4);
            // The window of all of these closes with the first event of a later one.
            computation.process(batch(3, 1, 200));
            assertThat(computation.process(batch(4, 1_000, 201)).overflowed()).isFalse();
        }
    }

    private static BatchInput batch(int batch, int keys, int second) {
        RecordBatch records = new RecordBatch(PARTITION, RecordBatch.Origin.NONE, keys);
        for (int i = 0; i < keys; i++) {
            byte[] line = (second + "000000,key-" + batch + "-" + i + ",1").getBytes(StandardCharsets.UTF_8);
            records.add(line, 0, line.length, batch * 1_000_000L + i);
        }
        records.resumeAt(String.valueOf(batch));
        return new BatchInput(
                0, List.of(new PartitionRecords(0, PARTITION, List.of(records))), List.of(progress()), false, false);
    }

    @Test
    void what_found_no_room_is_counted_once_after_a_restart() {
        Limits limits = new Limits(1 << 20, 64, 10_000, 1, 1 << 20, 256);
        Program program = HandMade.program(List.of(new Windows("m", 60_000_000, 60_000_000, 0, 0)), limits);
        Computation.Settings settings = new Computation.Settings(2, 3, true, Set.of());
        List<byte[]> increments = new ArrayList<>();
        long[] none = new long[CellBlock.BUCKETS];
        Arrays.fill(none, -1);
        ByteWriter header = new ByteWriter(1 << 10);
        long undisturbed;
        try (Computation computation = new Computation(program, settings)) {
            for (int batch = 0; batch < BATCHES; batch++) {
                increments.add(computation
                        .process(new BatchInput(0, List.of(records(batch)), List.of(progress()), false, false))
                        .increments());
            }
            computation.standing().write(header);
            undisturbed = overflowed(computation);
        }
        try (Computation restarted = new Computation(program, settings)) {
            var clocks = restarted.standing().read(new ByteReader(header.toByteArray()));
            for (int batch = 0; batch < BATCHES; batch++) {
                restarted.replay(increments.get(batch), batch, none);
            }
            restarted.restored(StateLayout.of(program).closedMicros(clocks));
            assertThat(overflowed(restarted)).isEqualTo(undisturbed).isPositive();
        }
    }

    /** Ends the input; the sum of all rows must be that of the records. */
    private static long overflowed(Computation computation) {
        List<Row> rows = computation.process(new BatchInput(0, List.of(), List.of(), true, true)).rows().stream()
                .flatMap(some -> some.rows().stream())
                .toList();
        assertThat(rows.stream().mapToLong(row -> (Long) row.get(3)).sum()).isEqualTo(BATCHES * 10L);
        return rows.stream()
                .filter(Row::overflow)
                .mapToLong(row -> (Long) row.get(3))
                .sum();
    }

    /** Ten records with keys that were never seen before. */
    private static PartitionRecords records(int batch) {
        RecordBatch records = new RecordBatch(PARTITION, RecordBatch.Origin.NONE, 10);
        for (int i = 0; i < 10; i++) {
            byte[] line = ("1000000,key-" + batch + "-" + i + ",1").getBytes(StandardCharsets.UTF_8);
            records.add(line, 0, line.length, batch * 10L + i);
        }
        records.resumeAt(String.valueOf(batch));
        return new PartitionRecords(0, PARTITION, List.of(records));
    }

    private static PartitionProgress progress() {
        return new PartitionProgress(0, PARTITION, "0", Progress.BACKLOG);
    }
}
