package io.nilometer.embedded;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Sink;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.ledger.Ledger;
import io.nilometer.core.program.Program;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.state.CellBlock;
import io.nilometer.core.state.StateLayout;
import io.nilometer.embedded.BatchInput.PartitionProgress;
import io.nilometer.embedded.BatchInput.PartitionRecords;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes records through a program of one source, cut at random into batches, on random threads and shards, restarted at
 * random from what a state store would keep.
 */
public final class RandomCuts {

    private final Program program;
    private final Random random;
    private final Map<String, ArrayDeque<byte[]>> partitions = new TreeMap<>();
    private final Map<String, Long> positions = new TreeMap<>();

    /** @param partition records of one partition are in order; their positions are 1, 2, 3 … */
    public record Record(String partition, byte[] bytes) {}

    /** @param rows of all batches */
    public record Outcome(List<Sink.Rows> rows, Ledger ledger) {}

    private RandomCuts(Program program, List<Record> records, Random random) {
        this.program = program;
        this.random = random;
        records.forEach(record -> partitions
                .computeIfAbsent(record.partition, first -> new ArrayDeque<>())
                .add(record.bytes));
    }

    public static Outcome run(Program program, List<Record> records, Random random) {
        return new RandomCuts(program, records, random).run();
    }

    /** The partition of a name, as {@link #run} makes it. */
    public static PartitionId partition(String name) {
        return new PartitionId(name, name.hashCode());
    }

    private Outcome run() {
        List<Sink.Rows> rows = new ArrayList<>();
        Durable durable = new Durable();
        Computation computation = open();
        try {
            computation.process(new BatchInput(now(), List.of(), progress(), false, false));
            while (partitions.values().stream().anyMatch(left -> !left.isEmpty())) {
                List<PartitionRecords> records = new ArrayList<>();
                partitions.forEach((name, left) -> take(name, left, records));
                BatchResult result = computation.process(new BatchInput(now(), records, progress(), false, false));
                rows.addAll(result.rows());
                durable.commit(computation, result, random);
                if (random.nextInt(10) == 0) {
                    computation.close();
                    computation = open();
                    durable.restore(program, computation);
                }
            }
            rows.addAll(computation
                    .process(new BatchInput(now(), List.of(), List.of(), true, true))
                    .rows());
            return new Outcome(rows, computation.ledger());
        } finally {
            computation.close();
        }
    }

    private Computation open() {
        return new Computation(
                program, new Computation.Settings(1 + random.nextInt(3), 1 + random.nextInt(5), true, Set.of()));
    }

    private void take(String name, ArrayDeque<byte[]> left, List<PartitionRecords> records) {
        int count = Math.min(left.size(), random.nextInt(random.nextInt(4) == 0 ? 60 : 6));
        if (count == 0) {
            return;
        }
        PartitionId id = partition(name);
        RecordBatch batch = new RecordBatch(id, RecordBatch.Origin.NONE, 4);
        for (int i = 0; i < count; i++) {
            byte[] bytes = left.remove();
            batch.add(bytes, 0, bytes.length, positions.merge(name, 1L, Long::sum));
        }
        batch.resumeAt(String.valueOf(positions.get(name)));
        records.add(new PartitionRecords(0, id, List.of(batch)));
    }

    private List<PartitionProgress> progress() {
        List<PartitionProgress> progress = new ArrayList<>();
        partitions.forEach((name, left) -> progress.add(
                new PartitionProgress(0, partition(name), "0", left.isEmpty() ? Progress.ENDED : Progress.BACKLOG)));
        return progress;
    }

    private static long now() {
        return CatalystValues.micros(Instant.now());
    }

    /** What a state store keeps, in memory: header, increments and, now and then, a few chunks. */
    private static final class Durable {
        private final TreeMap<Long, byte[]> increments = new TreeMap<>();
        private final byte[][] chunks = new byte[CellBlock.BUCKETS][];
        private final long[] asOf = new long[CellBlock.BUCKETS];
        private byte[] header = new byte[0];

        Durable() {
            Arrays.fill(asOf, -1);
        }

        void commit(Computation computation, BatchResult result, Random random) {
            ByteWriter out = new ByteWriter(64);
            computation.standing().write(out);
            header = out.toByteArray();
            increments.put(result.batch(), result.increments());
            for (int i = random.nextInt(20); i > 0; i--) {
                int bucket = random.nextInt(CellBlock.BUCKETS);
                chunks[bucket] = computation.snapshot(bucket);
                asOf[bucket] = result.batch();
            }
        }

        void restore(Program program, Computation computation) {
            var clocks = computation.standing().read(new ByteReader(header));
            for (int bucket = 0; bucket < chunks.length; bucket++) {
                if (chunks[bucket] != null) {
                    computation.restore(bucket, chunks[bucket]);
                }
            }
            increments.forEach((batch, bytes) -> computation.replay(bytes, batch, asOf));
            computation.restored(StateLayout.of(program).closedMicros(clocks));
        }
    }
}
