package io.nilometer.cli.endtoend;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A source that can never be opened, and does not hear that it should give up. */
public final class HangingSource implements SourceFactory {

    private static final ComponentSpec SPEC = new ComponentSpec("hanging", "Never opens.", List.of());

    private static volatile boolean free;

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public Replay replay(Options options) {
        return Replay.REPLAYABLE;
    }

    @Override
    public Source create(Options options, SourceContext context) {
        return new Hanging();
    }

    private static final class Hanging implements Source {

        @Override
        public void open(Map<String, String> resume) {
            while (!free) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void poll(Consumer<RecordBatch> out, Duration wait) {}

        @Override
        public List<PartitionStatus> partitions() {
            return List.of();
        }

        @Override
        public void pause(Collection<PartitionId> partitions) {}

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }
}
