package io.nilometer.api;

import io.nilometer.api.Source.PartitionStatus;
import java.util.function.Consumer;

/**
 * Reads ranges of one partition, one after the other, by one thread at a time. It may be kept for later ranges of the same
 * partition, and is fastest when they follow each other.
 */
public interface RangeReader extends AutoCloseable {

    /**
     * Hands over all records of a range, in order, in batches of a few thousand.
     *
     * <p>A system that cannot be reached is tried again for about a minute. An interrupt ends the reading with an exception.
     * After any exception the reader is of no use but to be closed.
     *
     * @return where reading goes on and how far the partition has been read
     * @throws NilometerException when the range cannot be read, such as records that are no longer there
     */
    PartitionStatus read(Range range, Consumer<RecordBatch> out);

    @Override
    void close();
}
