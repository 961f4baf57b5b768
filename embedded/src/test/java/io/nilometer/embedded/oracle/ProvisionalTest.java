package io.nilometer.embedded.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.program.Program;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.embedded.BatchInput;
import io.nilometer.embedded.BatchInput.PartitionRecords;
import io.nilometer.embedded.Computation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Into how many shards the keys are divided changes no provisional row, those of {@code top} included. */
class ProvisionalTest {

    private static final long START = CatalystValues.micros(Instant.parse("2026-01-01T00:00:00Z"));
    private static final PartitionId PARTITION = new PartitionId("p", 0);
    private static final String PIPELINE = """
            name: provisional
            streams:
              events:
                source: {handed: {}}
                format: json
                schema: {at: timestamp, k: string, v: bigint}
                time: {field: at, lateness: 5s}
            metrics:
              first: {by: k, window: 10s, select: {c: count(*), s: sum(v)}, having: s % 7 != 3, top: {n: 3, order: s desc}}
              hopping: {by: k, window: 20s every 10s, select: {s: sum(v)}, top: {n: 2, order: s desc}}
              plain: {by: k, window: 10s, select: {c: count(*)}}
              running: {by: k, window: all, keep: 20s, select: {c: count(*)}}
            """;

    @Test
    void the_number_of_shards_changes_no_provisional_row() {
        for (long seed = 0; seed < 20; seed++) {
            List<List<String>> one = batches(1, seed);
            assertThat(batches(5, seed)).as("seed %d", seed).isEqualTo(one);
            assertThat(one.toString()).contains("first provisional").contains("hopping provisional");
        }
    }

    @Test
    void nothing_is_told_again_while_nothing_changes() {
        try (Computation computation = computation(3)) {
            assertThat(process(computation, START, List.of("a", "b", "c"), 1)).isNotEmpty();
            assertThat(process(computation, START + 5_000_000, List.of(), 1)).isEmpty();
        }
    }

    private static List<List<String>> batches(int shards, long seed) {
        Random random = new Random(seed);
        List<List<String>> batches = new ArrayList<>();
        try (Computation computation = computation(shards)) {
            long wall = START;
            for (int second = 0; second < 40; second++) {
                wall += random.nextInt(3) * 500_000;
                List<String> keys = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    keys.add("k" + random.nextInt(12));
                }
                batches.add(process(computation, wall, keys, second));
            }
        }
        return batches;
    }

    private static Computation computation(int shards) {
        Program program = Pipelines.compile(PIPELINE);
        return new Computation(
                program, new Computation.Settings(1, shards, false, Set.of("first", "hopping", "plain", "running")));
    }

    /** The rows of a batch of one event per key, sorted. */
    private static List<String> process(Computation computation, long wall, List<String> keys, int second) {
        List<PartitionRecords> records = new ArrayList<>();
        if (!keys.isEmpty()) {
            RecordBatch batch = new RecordBatch(PARTITION, RecordBatch.Origin.NONE, keys.size());
            for (String key : keys) {
                byte[] bytes = "{\"at\":\"%s\",\"k\":\"%s\",\"v\":%d}"
                        .formatted(CatalystValues.instant(START).plusSeconds(second), key, key.hashCode() % 10 + second)
                        .getBytes(StandardCharsets.UTF_8);
                batch.add(bytes, 0, bytes.length, second);
            }
            batch.resumeAt(String.valueOf(second));
            records.add(new PartitionRecords(0, PARTITION, List.of(batch)));
        }
        return computation.process(new BatchInput(wall, records, List.of(), false, false)).rows().stream()
                .flatMap(rows -> rows.rows().stream()
                        .map(row -> rows.relation().name() + (row.last() ? " " : " provisional ") + row.values()))
                .sorted()
                .toList();
    }
}
