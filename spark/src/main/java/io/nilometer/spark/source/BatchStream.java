package io.nilometer.spark.source;

import io.nilometer.spark.batch.BatchOffset;
import io.nilometer.spark.batch.Recipe;
import io.nilometer.spark.batch.Work;
import io.nilometer.spark.worker.WorkReader;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;

/** All sources of a run as one stream. How much a batch takes is not for Spark to say. */
final class BatchStream implements MicroBatchStream, SupportsAdmissionControl {

    private final Batches batches;

    BatchStream(Batches batches) {
        this.batches = batches;
    }

    @Override
    public Offset initialOffset() {
        return BatchOffset.none();
    }

    @Override
    public Offset deserializeOffset(String json) {
        return BatchOffset.parse(json);
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        return batches.after((BatchOffset) start);
    }

    @Override
    public Offset latestOffset() {
        throw new UnsupportedOperationException("latestOffset(start, limit) is asked instead");
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        return batches.work((BatchOffset) end).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new Factory(batches.recipe());
    }

    @Override
    public void commit(Offset end) {}

    @Override
    public void stop() {}

    /** Travels to the executors. */
    private record Factory(Recipe recipe) implements PartitionReaderFactory {
        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            return new WorkReader(recipe, (Work) partition);
        }
    }
}
