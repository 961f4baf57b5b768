package io.nilometer.cli.run;

import io.nilometer.api.Options;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;

/** Decides where the rows of a run's console outputs go. */
@FunctionalInterface
public interface Consoles {

    /** As the component shows them. */
    Consoles PLAIN = SinkFactory::create;

    /**
     * Makes the sink of one console output; called on the output's own thread.
     *
     * @param factory the component's own
     */
    Sink open(SinkFactory factory, Options options, SinkContext context);
}
