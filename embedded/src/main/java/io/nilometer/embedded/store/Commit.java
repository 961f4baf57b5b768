package io.nilometer.embedded.store;

import io.nilometer.core.state.Chunk;
import java.util.List;

/**
 * What becomes durable with a batch, all of it or nothing.
 *
 * @param batch greater than that of the commit before
 * @param header positions, clocks and ledger; replaces the one before
 * @param increments the batch's cells; may be empty
 * @param chunks buckets written whole; each replaces the one before
 * @param dropIncrementsUpTo increments of this batch and earlier ones are in every chunk; -1 for none
 * @param outbox rows for the outputs, as {@link io.nilometer.core.deliver.RowCodec} writes them; may be empty
 */
public record Commit(
        long batch, byte[] header, byte[] increments, List<Chunk> chunks, long dropIncrementsUpTo, byte[] outbox) {

    /** Bytes that are written, but for keys and checksums. */
    public long bytes() {
        return header.length
                + increments.length
                + outbox.length
                + chunks.stream().mapToLong(chunk -> chunk.bytes().length).sum();
    }
}
