package io.nilometer.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.sum;

import io.nilometer.api.NilometerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * The log-analysis pipeline on Spark Structured Streaming the way tutorials write it: one query per metric, all at the same
 * time, each reading the whole topic to its end. They do it twice in one process: the first pass, with checkpoints of its own,
 * is warm-up, as Spark generates and compiles code for each query.
 */
final class TutorialsWay {

    private static final String SCHEMA =
            "timestamp TIMESTAMP, level STRING, service STRING, message STRING, ip_address STRING, user_id STRING,"
                    + " request_id STRING, response_time DOUBLE, status_code INT, error_code STRING";

    /** The name under which Spark reports how many events the rows of a batch stand for. */
    private static final String COUNTED = "counted";

    /** A pass that is slower than this is given up. */
    private static final long SLOWEST_PER_SECOND = 1_000;

    private static final long PATIENCE_SECONDS = 120;

    private static final String WARM_UP = "warm-up";
    private static final String MEASURED = "measured";

    private final SparkSession spark;
    private final String brokers;
    private final String topic;
    private final long total;
    private final Path folder;

    private TutorialsWay(SparkSession spark, String brokers, String topic, long total, Path folder) {
        this.spark = spark;
        this.brokers = brokers;
        this.topic = topic;
        this.total = total;
        this.folder = folder;
    }

    /** Arguments: brokers, topic, records, folder for checkpoints and what Spark puts aside. */
    public static void main(String[] arguments) throws IOException, TimeoutException, StreamingQueryException {
        Quiet.libraries();
        long total = Long.parseLong(arguments[2]);
        Path folder = Path.of(arguments[3]);
        Meter meter = new Meter();
        try (SparkSession spark = session(folder)) {
            meter.add("session_s", Meter.secondsSinceStart());
            TutorialsWay way = new TutorialsWay(spark, arguments[0], arguments[1], total, folder);
            long begun = System.nanoTime();
            way.pass(WARM_UP, () -> {});
            meter.add("cold_events_per_s", total / ((System.nanoTime() - begun) / 1e9));
            meter.begin(0);
            List<StreamingQuery> queries = way.pass(MEASURED, () -> meter.end(total));
            meter.add("queries", queries.size());
            meter.add("events_counted", total);
            System.out.println(Sample.BREAKDOWN + breakdown(queries));
        }
        meter.add("until_end_s", Meter.secondsSinceStart());
        meter.print();
        Runtime.getRuntime().exit(0);
    }

    /**
     * Runs all queries from the beginning of the topic to its end.
     *
     * @param ended run when the last query has ended
     * @return the queries, each of which has counted every event once
     */
    private List<StreamingQuery> pass(String name, Runnable ended) throws TimeoutException, StreamingQueryException {
        List<StreamingQuery> queries = start(name);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS + total / SLOWEST_PER_SECOND);
        for (StreamingQuery query : queries) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (!query.awaitTermination(Math.max(1, millis))) {
                throw new NilometerException(
                        "stuck",
                        "the query " + query.name() + " has not ended: " + query.status(),
                        "use fewer --tutorial-events, or a machine that has nothing else to do");
            }
        }
        ended.run();
        queries.forEach(this::check);
        return queries;
    }

    /** Two shuffle partitions in place of 200 is the first thing that tutorials on small streams tell. */
    private static SparkSession session(Path folder) {
        return SparkSession.builder()
                .appName("log-analysis")
                .master("local[2]")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", false)
                .config("spark.local.dir", folder.resolve("local").toString())
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .getOrCreate();
    }

    private List<StreamingQuery> start(String pass) throws TimeoutException {
        List<StreamingQuery> queries = new ArrayList<>();
        for (TutorialQuery query : TutorialQuery.all()) {
            queries.add(query.of(events())
                    .observe(COUNTED, sum(query.count()).as(COUNTED))
                    .writeStream()
                    .queryName(query.name())
                    .outputMode("update")
                    .format("noop")
                    .option(
                            "checkpointLocation",
                            folder.resolve(pass + "/" + query.name()).toString())
                    .trigger(Trigger.AvailableNow())
                    .start());
        }
        return queries;
    }

    private Dataset<Row> events() {
        return spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", brokers)
                .option("subscribe", topic)
                .option("startingOffsets", "earliest")
                .load()
                .select(from_json(expr("CAST(value AS STRING)"), StructType.fromDDL(SCHEMA))
                        .as("event"))
                .select(col("event.*"))
                .withColumn("failed", expr("status_code >= 400"))
                .where("service is not null");
    }

    /** All records are in the first batch, so that the rows that are given out count each of them once. */
    private void check(StreamingQuery query) {
        long read = 0;
        long counted = 0;
        for (StreamingQueryProgress batch : query.recentProgress()) {
            read += batch.numInputRows();
            Row rows = batch.observedMetrics().get(COUNTED);
            counted += rows == null || rows.isNullAt(0) ? 0 : rows.getLong(0);
        }
        if (read != total || counted != total) {
            throw new IllegalStateException("the query " + query.name() + " read " + read + " and counted " + counted
                    + " of " + total + " events");
        }
    }

    /** Sums over all queries, which run at the same time: more than the time of the clock. */
    private static String breakdown(List<StreamingQuery> queries) {
        Map<String, Long> millis = new TreeMap<>();
        long batches = 0;
        for (StreamingQuery query : queries) {
            for (StreamingQueryProgress batch : query.recentProgress()) {
                batches++;
                batch.durationMs().forEach((part, time) -> millis.merge(part, time, Long::sum));
            }
        }
        StringJoiner line = new StringJoiner(", ", batches + " batches, summed over the queries: ", "");
        millis.forEach((part, time) -> line.add(String.format(Locale.ROOT, "%s %.2f s", part, time / 1e3)));
        return line.toString();
    }
}
