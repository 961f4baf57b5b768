package io.nilometer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.program.Program;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.state.CellBlock;
import io.nilometer.embedded.BatchInput.PartitionProgress;
import io.nilometer.embedded.BatchInput.PartitionRecords;
import io.nilometer.embedded.HandMade.Windows;
import io.nilometer.embedded.PlainReference.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The promise: final results and the ledger depend on the records and their order within each partition alone. Random
 * windows over random, disordered data, cut at random, on random threads and shards, restarted at random, give what the
 * plain reference gives.
 */
class RandomCutsTest {

    private static final int ROUNDS = 400;
    private static final long SECOND = 1_000_000L;

    @Test
    void any_cut_into_batches_threads_shards_and_restarts_gives_the_results_of_the_plain_reference() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 1_000 + round;
            Random random = new Random(seed);
            List<Windows> metrics = metrics(random);
            List<Event> events = events(random);
            PlainReference.Expected expected = PlainReference.of(metrics, events);
            Outcome outcome = run(HandMade.program(metrics), events, random);
            assertThat(outcome.rows).as("seed %d, metrics %s", seed, metrics).isEqualTo(expected.rows());
            assertThat(outcome.ledger).as("seed %d", seed).containsEntry("late", expected.late());
            assertThat(outcome.ledger).as("seed %d", seed).containsEntry("used", events.size() - expected.late());
            assertThat(outcome.ledger).as("seed %d", seed).containsEntry("read", (long) events.size());
        }
    }

    private record Outcome(List<String> rows, Map<String, Object> ledger) {}

    private static Outcome run(Program program, List<Event> events, Random random) {
        Map<String, ArrayDeque<Event>> partitions = new TreeMap<>();
        events.forEach(event -> partitions.computeIfAbsent(event.partition(), first -> new ArrayDeque<>()).add(event));
        Map<String, Long> positions = new TreeMap<>();
        List<String> rows = new ArrayList<>();
        Durable durable = new Durable();
        Computation computation = open(program, random);
        computation.process(new BatchInput(now(), List.of(), progress(partitions), false, false));
        while (partitions.values().stream().anyMatch(left -> !left.isEmpty())) {
            List<PartitionRecords> records = new ArrayList<>();
            partitions.forEach((name, left) -> take(name, left, positions, random, records));
            BatchResult result = computation.process(new BatchInput(now(), records, progress(partitions), false, false));
            rows.addAll(text(result.rows()));
            durable.commit(computation, result, random);
            if (random.nextInt(10) == 0) {
                computation.close();
                computation = open(program, random);
                durable.restore(computation);
            }
        }
        rows.addAll(text(computation.process(new BatchInput(now(), List.of(), List.of(), true, true)).rows()));
        rows.sort(null);
        Map<String, Object> ledger = computation.ledger().stream("events").toMap();
        computation.close();
        return new Outcome(rows, ledger);
    }

    private static Computation open(Program program, Random random) {
        return new Computation(
                program, new Computation.Settings(1 + random.nextInt(3), 1 + random.nextInt(5), true, Set.of()));
    }

    private static void take(
            String name, ArrayDeque<Event> left, Map<String, Long> positions, Random random, List<PartitionRecords> records) {
        int count = Math.min(left.size(), random.nextInt(random.nextInt(4) == 0 ? 60 : 6));
        if (count == 0) {
            return;
        }
        PartitionId id = new PartitionId(name, name.hashCode());
        List<RecordBatch> batches = new ArrayList<>();
        RecordBatch batch = new RecordBatch(id, RecordBatch.Origin.NONE, 4);
        for (int i = 0; i < count; i++) {
            Event event = left.remove();
            byte[] bytes = (event.time() + "," + event.key() + "," + event.value()).getBytes(StandardCharsets.UTF_8);
            batch.add(bytes, 0, bytes.length, positions.merge(name, 1L, Long::sum));
        }
        batch.resumeAt(String.valueOf(positions.get(name)));
        batches.add(batch);
        records.add(new PartitionRecords(0, id, batches));
    }

    private static List<PartitionProgress> progress(Map<String, ArrayDeque<Event>> partitions) {
        List<PartitionProgress> progress = new ArrayList<>();
        partitions.forEach((name, left) -> progress.add(new PartitionProgress(
                0, new PartitionId(name, name.hashCode()), "0", left.isEmpty() ? Progress.ENDED : Progress.BACKLOG)));
        return progress;
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
            computation.writeHeader(out);
            header = out.toByteArray();
            increments.put(result.batch(), result.increments());
            for (int i = random.nextInt(20); i > 0; i--) {
                int bucket = random.nextInt(CellBlock.BUCKETS);
                chunks[bucket] = computation.snapshot(bucket);
                asOf[bucket] = result.batch();
            }
        }

        void restore(Computation computation) {
            computation.readHeader(new ByteReader(header));
            for (int bucket = 0; bucket < chunks.length; bucket++) {
                if (chunks[bucket] != null) {
                    computation.restore(bucket, chunks[bucket]);
                }
            }
            increments.forEach((batch, bytes) -> computation.replay(bytes, batch, asOf));
            computation.restored();
        }
    }

    private static List<Windows> metrics(Random random) {
        List<Windows> metrics = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            long lateness = random.nextInt(4) * 7 * SECOND;
            long slide = (1 + random.nextInt(5)) * 5 * SECOND;
            String name = "m" + i;
            metrics.add(switch (random.nextInt(4)) {
                case 0 -> new Windows(name, slide, slide, 0, lateness);
                case 1 -> new Windows(name, slide, slide, 3 * SECOND, lateness);
                case 2 -> new Windows(name, slide + random.nextInt(4) * 5 * SECOND, slide, random.nextInt(2) * 2 * SECOND, lateness);
                default -> new Windows(name, 0, slide, 0, lateness);
            });
        }
        return metrics;
    }

    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        int partitions = 1 + random.nextInt(4);
        long[] time = new long[partitions];
        Arrays.fill(time, 1_767_225_600L * SECOND);
        int count = random.nextInt(400);
        for (int i = 0; i < count; i++) {
            int partition = random.nextInt(partitions);
            time[partition] += random.nextInt(4) * SECOND / 2;
            long back = random.nextInt(3) == 0 ? random.nextInt(40) * SECOND : 0;
            events.add(new Event("p" + partition, time[partition] - back, "k" + random.nextInt(5), random.nextInt(7)));
        }
        return events;
    }

    static List<String> text(List<Sink.Rows> outputs) {
        List<String> lines = new ArrayList<>();
        for (Sink.Rows rows : outputs) {
            if (rows.relation().kind() == io.nilometer.api.Relation.Kind.METRIC) {
                for (Row row : rows.rows()) {
                    lines.add(rows.relation().name() + " " + CatalystValues.micros((Instant) row.get(0)) + ".."
                            + CatalystValues.micros((Instant) row.get(1)) + " " + row.get(2) + " " + row.get(3) + " " + row.get(4)
                            + " " + row.get(5));
                }
            }
        }
        return lines;
    }

    private static long now() {
        return CatalystValues.micros(Instant.now());
    }
}
