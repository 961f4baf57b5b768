package io.nilometer.core.run;

import java.time.Duration;
import java.util.Map;

/** Hears of every batch once it is committed, in order, on a thread of the engine. */
@FunctionalInterface
public interface BatchListener {

    /** Must be quick: the engine waits. */
    void batch(Report report);

    /** Whether reports are to hold positions; collecting them costs something where there are many partitions. */
    default boolean wantsPositions() {
        return false;
    }

    /**
     * @param records how many; zero for a batch of time alone
     * @param took from when its records were taken (for an engine that plans batches, from when it began to plan) until the commit
     * @param parts where that went, by name; on Spark sums over tasks, which may be more
     * @param positions where reading goes on, by stream and partition; empty when they are not wanted
     */
    record Report(
            long batch,
            long records,
            Duration took,
            Map<String, Duration> parts,
            Map<String, Map<String, String>> positions) {}
}
