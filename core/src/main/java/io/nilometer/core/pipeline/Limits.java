package io.nilometer.core.pipeline;

/**
 * Nothing grows for ever.
 *
 * @param recordBytes longer records are rejected
 * @param depth deeper nested records are rejected
 * @param collect most elements of a collected list, set or exact percentile
 * @param stateBytes beyond it new keys are counted in an overflow row; 0 means 60% of the heap
 * @param rejectedBytes cap of the default place for rejected records, and of that for late ones
 * @param openFiles most files that a source has open at a time
 */
public record Limits(int recordBytes, int depth, int collect, long stateBytes, long rejectedBytes, int openFiles) {
    public static final Limits DEFAULT = new Limits(1 << 20, 64, 10_000, 0, 256L << 20, 256);
}
