package io.nilometer.core.explain;

import io.nilometer.api.SinkFactory;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.program.Program;

/** Where results go, and what a crash or a retry can do to them. */
final class Outputs {

    private Outputs() {}

    static void describe(Program program, Components components, Paragraphs out) {
        for (Output output : program.pipeline().outputs().values()) {
            SinkFactory factory = components.sinks().get(output.sink().component());
            out.title("output " + output.name() + ": " + output.sink().component());
            out.list("of", output.from().stream().map(Reference::toString).toList());
            if (factory != null) {
                out.line("guarantee: " + factory.guarantee());
            }
            out.line(output.updates() ? "provisional results too" : "final results only");
        }
    }
}
