package io.nilometer.embedded;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.Progress;
import java.util.List;
import java.util.Map;

/**
 * What is taken together in one step.
 *
 * @param wallMicros the wall clock, never before that of the previous batch
 * @param records in order within each partition; a partition stands here at most once
 * @param progress how far partitions have been read once the records above are done; those without news may be missing
 * @param end whether all inputs have ended: everything closes
 * @param flush give out provisional results that are not due yet: it is the last batch
 */
public record BatchInput(
        long wallMicros, List<PartitionRecords> records, List<PartitionProgress> progress, boolean end, boolean flush) {

    /** How many records it holds. */
    long size() {
        return records.stream().mapToLong(PartitionRecords::size).sum();
    }

    /** @param source index in the program */
    public record PartitionRecords(int source, PartitionId partition, List<RecordBatch> batches) {
        long size() {
            return batches.stream().mapToLong(RecordBatch::size).sum();
        }
    }

    /**
     * @param resume where reading goes on
     * @param notes what weakens a promise and has happened since the batch before
     */
    public record PartitionProgress(
            int source, PartitionId partition, String resume, Progress progress, Map<String, Long> notes) {

        /** One of which there is nothing to note. */
        public PartitionProgress(int source, PartitionId partition, String resume, Progress progress) {
            this(source, partition, resume, progress, Map.of());
        }
    }
}
