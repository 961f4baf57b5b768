package io.nilometer.connectors.stdin;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Distribution;
import io.nilometer.api.Options;
import io.nilometer.api.Rate;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.util.List;

/** Makes the source that reads standard input. */
public final class StdinSourceFactory implements SourceFactory {

    private static final ComponentSpec SPEC = new ComponentSpec(
            "stdin",
            "Lines from standard input, up to its end. What was in flight at a crash is lost.",
            List.of(Rate.MAX_RATE));

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public Replay replay(Options options) {
        return Replay.LOST_IN_FLIGHT;
    }

    @Override
    public Distribution distribution(Options options) {
        return new Distribution.OneMachine(
                "standard input belongs to one process and cannot be read again",
                "use --engine embedded, or write the lines to a file or to Kafka and read them from there");
    }

    @Override
    public Source create(Options options, SourceContext context) {
        return new StdinSource(context);
    }
}
