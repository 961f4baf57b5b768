package io.nilometer.spark;

import io.nilometer.api.NilometerException;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.driver.BatchEnd;
import io.nilometer.spark.source.PipelineProvider;
import io.nilometer.spark.worker.MergeProcessor;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.Trigger;
import scala.Tuple2;
import scala.Tuple3;

/** The one query of a run: blocks of cells from the sources, merged by shard, taken in by the driver. */
final class Query {

    private Query() {}

    static StreamingQuery start(SparkSession session, Recipe recipe, String name, Path checkpoint, BatchEnd end) {
        Encoder<Tuple3<Integer, Integer, byte[]>> block =
                Encoders.tuple(Encoders.INT(), Encoders.INT(), Encoders.BINARY());
        Encoder<Tuple2<Integer, byte[]>> answer = Encoders.tuple(Encoders.INT(), Encoders.BINARY());
        try {
            return session.readStream()
                    .format(PipelineProvider.class.getName())
                    .option(PipelineProvider.RUN, recipe.run())
                    .load()
                    // By column: groupByKey would make objects of all rows just to ask them for their first field.
                    .groupBy("shard")
                    .as(Encoders.INT(), block)
                    .transformWithState(new MergeProcessor(recipe), TimeMode.None(), OutputMode.Update(), answer)
                    .writeStream()
                    .queryName(name + " " + recipe.run())
                    .outputMode(OutputMode.Update())
                    .option("checkpointLocation", checkpoint.toString())
                    .trigger(Trigger.ProcessingTime(0))
                    .foreachBatch(end)
                    .start();
        } catch (TimeoutException e) {
            throw new NilometerException(
                    "spark-start", "the query did not start: " + e.getMessage(), "look at the cluster's own log", e);
        }
    }
}
