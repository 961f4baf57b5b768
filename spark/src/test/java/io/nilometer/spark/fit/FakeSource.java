package io.nilometer.spark.fit;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Distribution;
import io.nilometer.api.Options;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RangeReader;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.util.List;

/** A source that only says how it is distributed. */
record FakeSource(String name, Distribution distribution) implements SourceFactory {

    static FakeSource inRanges() {
        return new FakeSource("ranges", new Distribution.InRanges(new NoRanges()));
    }

    static FakeSource throughOne() {
        return new FakeSource("one", new Distribution.ThroughOne("every record crosses the network twice"));
    }

    static FakeSource oneMachine() {
        return new FakeSource("machine", new Distribution.OneMachine("it is a pipe", "read a file"));
    }

    @Override
    public ComponentSpec spec() {
        return new ComponentSpec(name, "A source for tests.", List.of());
    }

    @Override
    public Replay replay(Options options) {
        return Replay.REPLAYABLE;
    }

    @Override
    public Source create(Options options, SourceContext context) {
        throw new UnsupportedOperationException("nothing is read here");
    }

    @Override
    public Distribution distribution(Options options) {
        return distribution;
    }

    private static final class NoRanges implements Distribution.RangeFactory {
        @Override
        public RangePlanner planner(Options options, SourceContext context) {
            throw new UnsupportedOperationException("nothing is planned here");
        }

        @Override
        public RangeReader reader(Options options, SourceContext context) {
            throw new UnsupportedOperationException("nothing is read here");
        }
    }
}
