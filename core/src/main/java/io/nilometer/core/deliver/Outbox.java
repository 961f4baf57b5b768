package io.nilometer.core.deliver;

import java.util.List;

/**
 * The rows of committed batches, durable until every output has them. Engines implement it; all calls may come from any
 * thread. A failure is thrown as {@link io.nilometer.api.NilometerException} and ends the output that met it.
 */
public interface Outbox {

    /** Before the first batch; batches are numbered from 0 or above. */
    long NONE = -1;

    /**
     * Batches with rows, in order, starting with the first one after {@code after}; batches without rows and trimmed ones
     * are left out. What is returned is what was written: an implementation verifies its checksum.
     *
     * @param maxBytes stop when so many are reached; one batch is returned whatever its size
     * @return empty when there is none
     */
    List<Stored> read(long after, long maxBytes);

    /** The last committed batch, with rows or without; {@link #NONE} before the first. */
    long last();

    /** Bytes of the batches that are kept: those after the last trim, with a fixed charge for each. */
    long bytes();

    /** Batches up to this one may be deleted, now or later. */
    void trim(long upTo);

    /**
     * @param bytes as {@link RowCodec#write} made them
     */
    record Stored(long batch, byte[] bytes) {}
}
