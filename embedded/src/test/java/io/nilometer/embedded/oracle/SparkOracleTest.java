package io.nilometer.embedded.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.program.Program;
import io.nilometer.embedded.RandomCuts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The promise, held to a judge from outside: what Spark's batch SQL says of the same events. */
class SparkOracleTest {

    private static final int ROUNDS = Integer.getInteger("oracle.rounds", 8);
    private static final long SEED = Long.getLong("oracle.seed", 5_000);

    @Test
    void random_pipelines_over_events_on_time_give_the_rows_of_sparks_batch_sql() {
        for (int round = 0; round < ROUNDS; round++) {
            compare(SEED + round, true);
        }
    }

    @Test
    void random_pipelines_over_late_events_give_the_rows_that_spark_computes_from_the_accepted_ones() {
        for (int round = 0; round < ROUNDS; round++) {
            compare(SEED + 100_000 + round, false);
        }
    }

    private static void compare(long seed, boolean onTime) {
        Random random = new Random(seed);
        Events events = new Events(random, 20 + random.nextInt(300));
        RandomPipeline pipeline = new RandomPipeline(random, onTime);
        Program program = Pipelines.compile(pipeline.yaml.toString());
        RandomCuts.Outcome outcome = RandomCuts.run(program, events.records, random);
        Spark.table("raw", Events.TYPE, events.rows);
        pipeline.queries.forEach((metric, query) -> {
            Optional<String> difference = Answers.difference(
                    rows(outcome, metric),
                    Spark.query(Expressions.checked(query.sql())),
                    query.keys(),
                    query.tolerances());
            assertThat(difference)
                    .as("seed %d, metric %s of\n%s\n%s", seed, metric, pipeline.yaml, query.sql())
                    .isEmpty();
        });
        Map<String, Object> ledger = outcome.ledger().stream("events").toMap();
        assertThat(counters(ledger)).as("seed %d\n%s", seed, pipeline.yaml).isEqualTo(expected(events, pipeline));
        assertThat(ledger.get("late_for"))
                .as("seed %d\n%s", seed, pipeline.yaml)
                .isEqualTo(lateFor(pipeline));
    }

    private static List<Row> rows(RandomCuts.Outcome outcome, String metric) {
        List<Row> rows = new ArrayList<>();
        for (Sink.Rows some : outcome.rows()) {
            if (some.relation().name().equals(metric)) {
                some.rows().stream().filter(Row::last).forEach(rows::add);
            }
        }
        return rows;
    }

    private static List<Object> counters(Map<String, Object> ledger) {
        return List.of(
                ledger.get("read"),
                ledger.get("filtered"),
                ledger.get("late"),
                ledger.get("rejected"),
                ledger.get("used"));
    }

    /** Late for a metric is what some window of it does not accept. */
    private static Map<String, Long> lateFor(RandomPipeline pipeline) {
        Map<String, Long> expected = new TreeMap<>();
        pipeline.queries.forEach((metric, query) -> {
            String late = "select distinct n from (" + query.accepted() + ") where not _accepted";
            long count = Spark.query(late).size();
            if (count > 0) {
                expected.put(metric, count);
            }
        });
        return expected;
    }

    /** Late is what reaches some metric and is accepted by no window of any. */
    private static List<Object> expected(Events events, RandomPipeline pipeline) {
        String all = pipeline.queries.values().stream()
                .map(RandomPipeline.Query::accepted)
                .collect(Collectors.joining(" union all "));
        long late = Spark.query("select n from (" + all + ") group by n having not bool_or(_accepted)")
                .size();
        long passed = Spark.query(pipeline.root).size();
        return List.of((long) events.records.size(), events.records.size() - passed, late, 0L, passed - late);
    }
}
