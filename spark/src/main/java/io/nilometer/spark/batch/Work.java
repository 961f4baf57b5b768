package io.nilometer.spark.batch;

import java.io.Serializable;
import java.util.ArrayList;
import org.apache.spark.sql.connector.read.InputPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one task of the first stage does in a batch.
 *
 * @param batch its number
 * @param wallMicros the batch's wall clock
 * @param tick for every shard; null when another task of the batch has it
 * @param overflow cells for the shard of bucket 0; empty when there are none
 * @param shares the records to scan, partition by partition; empty when there are none
 * @param preferredLocations in Spark's words: where the same partitions were read before
 */
public record Work(
        long batch,
        long wallMicros,
        byte @Nullable [] tick,
        byte[] overflow,
        ArrayList<Share> shares,
        String[] preferredLocations)
        implements InputPartition {

    /**
     * Records of one partition of one source.
     *
     * @param partition its name, and with {@code order} its {@link io.nilometer.api.PartitionId}
     * @param from and {@code to}: the range to read
     * @param records in place of a range, records that the driver has read, see {@link ShippedRecords}; null otherwise
     * @param clockMicros of the partition before the first record
     */
    public record Share(
            int source,
            String partition,
            long order,
            String from,
            String to,
            String progress,
            long lag,
            byte @Nullable [] records,
            long clockMicros)
            implements Serializable {}
}
