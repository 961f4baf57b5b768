package io.nilometer.cli.embedded;

import io.nilometer.cli.run.Run;
import io.nilometer.cli.screen.RunStatus;
import io.nilometer.embedded.EmbeddedRun;
import io.nilometer.embedded.EngineStatus;
import java.util.Map;

/** A run of the embedded engine, as commands see it. */
final class EmbeddedRunAdapter implements Run {

    private final EmbeddedRun run;
    private final RunOutputs outputs;

    EmbeddedRunAdapter(EmbeddedRun run, RunOutputs outputs) {
        this.run = run;
        this.outputs = outputs;
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
    public void stop() {
        run.stop();
    }

    @Override
    public void await() throws InterruptedException {
        run.await();
        outputs.finish(ledger());
    }

    @Override
    public void close() {
        run.close();
    }
}
