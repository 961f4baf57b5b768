package io.nilometer.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * time, each reading the whole topic to its end.
 */
final class TutorialsWay {

    private static final StructType SCHEMA = StructType.fromDDL(
            "timestamp TIMESTAMP, level STRING, service STRING, message STRING, ip_address STRING, user_id STRING,"
                    + " request_id STRING, response_time DOUBLE, status_code INT, error_code STRING");

    /** The name under which Spark reports how many events the rows of a batch stand for. */
    private static final String COUNTED = "counted";

    private final SparkSession spark;
    private final Path folder;

    private TutorialsWay(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** Arguments: brokers, topic, records, folder for checkpoints and what Spark puts aside. */
    public static void main(String[] arguments) throws IOException, TimeoutException, StreamingQueryException {
        Quiet.libraries();
        long total = Long.parseLong(arguments[2]);
        Path folder = Path.of(arguments[3]);
        Meter meter = new Meter();
        try (SparkSession spark = session(folder)) {
            TutorialsWay way = new TutorialsWay(spark, folder);
            meter.add("session_s", Meter.secondsSinceStart());
            meter.begin(0);
            List<StreamingQuery> queries = way.start(arguments[0], arguments[1]);
            for (StreamingQuery query : queries) {
                query.awaitTermination();
            }
            meter.end(total);
            for (StreamingQuery query : queries) {
                check(query, total);
            }
            meter.add("queries", queries.size());
            meter.add("events_counted", total);
        }
        meter.add("until_end_s", Meter.secondsSinceStart());
        meter.print();
        Runtime.getRuntime().exit(0);
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

    private List<StreamingQuery> start(String brokers, String topic) throws TimeoutException {
        List<StreamingQuery> queries = new ArrayList<>();
        for (TutorialQuery query : TutorialQuery.all()) {
            queries.add(query.of(events(brokers, topic))
                    .observe(COUNTED, sum(query.count()).as(COUNTED))
                    .writeStream()
                    .queryName(query.name())
                    .outputMode("update")
                    .format("noop")
                    .option(
                            "checkpointLocation",
                            folder.resolve("checkpoints/" + query.name()).toString())
                    .trigger(Trigger.AvailableNow())
                    .start());
        }
        return queries;
    }

    private Dataset<Row> events(String brokers, String topic) {
        return spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", brokers)
                .option("subscribe", topic)
                .option("startingOffsets", "earliest")
                .load()
                .select(from_json(expr("CAST(value AS STRING)"), SCHEMA).as("event"))
                .select(col("event.*"))
                .withColumn("failed", expr("status_code >= 400"))
                .where("service is not null");
    }

    /** All records are in the first batch, so that its rows must count each of them once. */
    private static void check(StreamingQuery query, long total) {
        for (StreamingQueryProgress batch : query.recentProgress()) {
            Row counted = batch.observedMetrics().get(COUNTED);
            long events = counted == null || counted.isNullAt(0) ? 0 : counted.getLong(0);
            if (batch.numInputRows() != events || batch.numInputRows() != (batch.batchId() == 0 ? total : 0)) {
                throw new IllegalStateException("the query " + query.name() + " read " + batch.numInputRows()
                        + " records in batch " + batch.batchId() + " and counted " + events + " of " + total);
            }
        }
    }
}
