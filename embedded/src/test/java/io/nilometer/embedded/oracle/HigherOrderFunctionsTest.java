package io.nilometer.embedded.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.RecordBatch;
import io.nilometer.api.Row;
import io.nilometer.embedded.BatchInput;
import io.nilometer.embedded.Computation;
import io.nilometer.embedded.RandomCuts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Lambda variables of Spark's are shared and mutable within one tree: every worker must have a tree of its own. */
class HigherOrderFunctionsTest {

    /** A wall clock behind all events: the year 2033. */
    private static final long LATER = 2_000_000_000_000_000L;

    private static final int THREADS = 8;
    private static final String SUM =
            "aggregate(transform(filter(a, e -> e > 0), (e, j) -> e * 10 + j), 0L, (sum, e) -> sum + e)";

    @Test
    void eight_threads_computing_lambdas_at_once_give_sparks_answer() {
        Events events = new Events(new Random(7), 200);
        Map<String, Long> read = new TreeMap<>();
        List<org.apache.spark.sql.Row> rows = new ArrayList<>();
        List<BatchInput.PartitionRecords> records = new ArrayList<>();
        for (int partition = 0; partition < THREADS; partition++) {
            RecordBatch batch = new RecordBatch(RandomCuts.partition("p" + partition), RecordBatch.Origin.NONE, 64);
            for (int copy = 0; copy < 20; copy++) {
                for (int n = partition; n < events.rows.size(); n += THREADS / 2) {
                    byte[] bytes = events.records.get(n).bytes();
                    batch.add(bytes, 0, bytes.length, read.merge("p" + partition, 1L, Long::sum));
                    rows.add(events.rows.get(n));
                }
            }
            records.add(new BatchInput.PartitionRecords(0, batch.partition(), List.of(batch)));
        }
        String yaml =
                Pipelines.head("1d") + "metrics:\n  lambdas:\n    by: [t]\n    window: 1d\n    select:\n      total: "
                        + Pipelines.quoted("sum(" + SUM + ")") + "\n      any: "
                        + Pipelines.quoted("count_if(exists(a, e -> e = 3))") + "\n";
        Computation.Settings settings = new Computation.Settings(THREADS, THREADS, true, Set.of());
        List<Row> ours = new ArrayList<>();
        try (Computation computation = new Computation(Pipelines.compile(yaml), settings)) {
            computation
                    .process(new BatchInput(LATER, records, List.of(), true, true))
                    .rows()
                    .forEach(some -> ours.addAll(some.rows()));
        }
        Spark.table("raw", Events.TYPE, rows);
        List<org.apache.spark.sql.Row> sparks =
                Spark.query("select date_trunc('DAY', ts) as start, date_trunc('DAY', ts) + interval 1 day as end,"
                        + " t, sum(" + SUM + "), count_if(exists(a, e -> e = 3)) from raw group by 1, 2, 3");
        assertThat(Answers.difference(ours, sparks, 3, Collections.nCopies(5, 0.0)))
                .isEmpty();
    }
}
