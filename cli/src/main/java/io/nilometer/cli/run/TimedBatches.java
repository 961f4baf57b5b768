package io.nilometer.cli.run;

import java.time.Duration;
import java.util.function.ObjLongConsumer;

/** A run that can tell how long each of its batches takes. */
public interface TimedBatches {

    /**
     * From now on {@code listener} gets every batch once it is committed: the time from when its records were taken (for an
     * engine that plans batches, from when it began to plan) until the commit, and how many records those were; zero for a
     * batch of time alone. It is called in the order of the batches, on a thread of the engine, and must be quick.
     */
    void onBatch(ObjLongConsumer<Duration> listener);
}
