package io.nilometer.cli.spark;

import io.nilometer.cli.run.Run;
import io.nilometer.cli.run.TimedBatches;
import io.nilometer.cli.screen.RunStatus;
import io.nilometer.spark.SparkRun;
import io.nilometer.spark.SparkStatus;
import java.time.Duration;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** A run of the Spark engine, as commands see it. */
public final class SparkRunAdapter implements Run, TimedBatches {

    private final SparkRun run;

    SparkRunAdapter(SparkRun run) {
        this.run = run;
    }

    @Override
    public void begin() {
        run.begin();
    }

    @Override
    public RunStatus status() {
        SparkStatus status = run.status();
        return new RunStatus(status.records(), status.lag(), status.watermark(), status.note());
    }

    @Override
    public Map<String, Map<String, Object>> ledger() {
        return run.status().ledger();
    }

    @Override
    public String timing() {
        return run.status().timing();
    }

    @Override
    public void onBatch(ObjLongConsumer<Duration> listener) {
        run.onBatch(listener);
    }

    @Override
    public void stop() {
        run.stop();
    }

    @Override
    public void await() throws InterruptedException {
        run.await();
    }

    @Override
    public void close() {
        run.close();
    }
}
