package io.nilometer.cli.embedded;

import io.nilometer.cli.run.Run;
import io.nilometer.cli.run.TimedBatches;
import io.nilometer.cli.screen.RunStatus;
import io.nilometer.embedded.EmbeddedRun;
import io.nilometer.embedded.EngineStatus;
import java.time.Duration;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** A run of the embedded engine, as commands see it. */
public final class EmbeddedRunAdapter implements Run, TimedBatches {

    private final EmbeddedRun run;

    EmbeddedRunAdapter(EmbeddedRun run) {
        this.run = run;
    }

    @Override
    public void begin() {
        run.begin();
    }

    @Override
    public RunStatus status() {
        EngineStatus status = run.status();
        return new RunStatus(status.records(), status.lag(), status.watermark(), status.note());
    }

    @Override
    public Map<String, Map<String, Object>> ledger() {
        return run.status().ledger();
    }

    @Override
    public String timing() {
        EngineStatus status = run.status();
        return status.batches() + " batches, " + (status.committedBytes() >> 20) + " MiB committed; " + status.timing();
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
