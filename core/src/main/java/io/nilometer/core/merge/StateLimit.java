package io.nilometer.core.merge;

import io.nilometer.core.pipeline.Limits;

/** How large the state of a process may grow. */
public final class StateLimit {

    private static final double HEAP_SHARE = 0.6;

    /** What the program itself, its libraries and compiled expressions take, whatever the state. */
    private static final long PROGRAM_BYTES = 96L << 20;

    /** Even in the smallest heap some keys are told apart. */
    private static final long LEAST_BYTES = 4L << 20;

    private StateLimit() {}

    /** What the pipeline says, but never more than this process has memory for. */
    public static long bytes(Limits limits) {
        long heap = Runtime.getRuntime().maxMemory();
        long most = Math.max(LEAST_BYTES, (long) ((heap - PROGRAM_BYTES) * HEAP_SHARE));
        return limits.stateBytes() > 0 ? Math.min(limits.stateBytes(), most) : most;
    }
}
