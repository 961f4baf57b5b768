package io.nilometer.cli.embedded;

import io.nilometer.cli.run.Run;
import io.nilometer.cli.screen.RunStatus;
import io.nilometer.embedded.EmbeddedRun;
import io.nilometer.embedded.EngineStatus;
import java.util.Map;

/** A run of the embedded engine, as commands see it. */
public final class EmbeddedRunAdapter implements Run {

    private final EmbeddedRun run;

    EmbeddedRunAdapter(EmbeddedRun run) {
        this.run = run;
    }

    /** How far the engine is, with where its time went. */
    public EngineStatus engineStatus() {
        return run.status();
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
