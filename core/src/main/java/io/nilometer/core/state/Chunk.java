package io.nilometer.core.state;

/**
 * The whole state of one bucket.
 *
 * @param asOfBatch the batch after which it was taken
 */
public record Chunk(int bucket, long asOfBatch, byte[] bytes) {}
