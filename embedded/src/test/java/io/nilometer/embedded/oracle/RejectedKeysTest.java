package io.nilometer.embedded.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.embedded.BatchInput;
import io.nilometer.embedded.BatchInput.PartitionRecords;
import io.nilometer.embedded.Computation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Good records and rejected ones are counted under their own keys, whatever slots these stand in. */
class RejectedKeysTest {

    /** A wall clock behind all events: the year 2033. */
    private static final long LATER = 2_000_000_000_000_000L;

    private static final PartitionId PARTITION = new PartitionId("p", 0);

    @Test
    void a_rejected_record_is_counted_by_its_own_columns() {
        for (String fields : List.of(
                "k: string, at: timestamp", "at: timestamp, k: string", "at: timestamp, v: bigint, k: string")) {
            String pipeline = """
                    name: rejected
                    streams:
                      events:
                        source: {handed: {}}
                        format: json
                        schema: {%s}
                        time: {field: at}
                    metrics:
                      good: {by: k, window: 1m, select: {c: count(*)}}
                      bad: {from: events.rejected, by: reason, window: 1m, select: {c: count(*)}}
                    """.formatted(fields);
            RecordBatch batch = new RecordBatch(PARTITION, RecordBatch.Origin.NONE, 6);
            for (int i = 0; i < 6; i++) {
                byte[] bytes = (i % 2 == 0 ? "{\"at\":\"2026-01-01T00:00:0" + i + "Z\",\"k\":\"a\"}" : "no json")
                        .getBytes(StandardCharsets.UTF_8);
                batch.add(bytes, 0, bytes.length, i);
            }
            batch.resumeAt("6");
            try (Computation computation =
                    new Computation(Pipelines.compile(pipeline), new Computation.Settings(1, 2, true, Set.of()))) {
                Map<String, Long> counts = computation
                        .process(new BatchInput(
                                LATER,
                                List.of(new PartitionRecords(0, PARTITION, List.of(batch))),
                                List.of(),
                                true,
                                true))
                        .rows()
                        .stream()
                        .flatMap(rows -> rows.rows().stream())
                        .filter(row -> row.values().size() == 4)
                        .collect(Collectors.toMap(row -> (String) row.get(2), row -> (Long) row.get(3)));
                assertThat(counts).as(fields).containsExactlyInAnyOrderEntriesOf(Map.of("a", 3L, "not_json", 3L));
            }
        }
    }
}
