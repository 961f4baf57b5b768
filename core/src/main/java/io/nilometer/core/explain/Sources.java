package io.nilometer.core.explain;

import io.nilometer.api.SourceFactory;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.program.TimeProgram;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read, how it is decoded, where its time comes from, and what is done with every event. */
final class Sources {

    private Sources() {}

    static void describe(Program program, Components components, Paragraphs out) {
        for (SourceProgram source : program.sources()) {
            String component = source.input().source().component();
            out.title("stream " + source.stream() + ": read from " + component);
            replay(source, components.sources().get(component), out);
            out.line("decoded as "
                    + String.join(
                            " or ",
                            source.input().formats().stream()
                                    .map(Use::component)
                                    .toList()) + ", "
                    + source.fields().size() + " of "
                    + Math.max(source.input().schema().size(), source.fields().size()) + " fields: "
                    + String.join(
                            ", ", source.fields().stream().map(f -> f.name()).toList()));
            time(source.time(), out);
            steps(source.root(), 0, out);
        }
    }

    private static void replay(SourceProgram source, @Nullable SourceFactory factory, Paragraphs out) {
        if (factory != null) {
            out.line(
                    switch (factory.replay(source.input().source().options())) {
                        case REPLAYABLE ->
                            "after a crash: reading continues at the committed position, nothing is lost";
                        case LOST_IN_FLIGHT ->
                            "after a crash: records that were in flight are lost, they cannot be read again";
                    });
        }
    }

    private static void time(TimeProgram time, Paragraphs out) {
        if (time.arrival()) {
            out.line("time: the wall clock when an event arrives");
            return;
        }
        out.line("time: from the event, lateness " + Micros.print(time.latenessMicros())
                + ", rejected when more than " + Micros.print(time.maxAheadMicros()) + " ahead"
                + (time.maxAheadWritten() ? "" : " (1d with --until-end)")
                + ", a partition that is silent for " + Micros.print(time.idleAfterMicros()) + " holds nothing back");
    }

    private static void steps(StreamNode node, int depth, Paragraphs out) {
        List<String> steps = new ArrayList<>();
        for (StreamNode.Step step : node.steps()) {
            steps.add(name(step));
        }
        String indent = "  ".repeat(depth);
        if (depth > 0) {
            out.line(indent + "derived stream " + node.stream());
        }
        out.list(indent + "steps", steps);
        node.derived().forEach(derived -> steps(derived, depth + 1, out));
    }

    private static String name(StreamNode.Step step) {
        if (step instanceof StreamNode.Explode explode) {
            return "explode " + explode.name();
        }
        return step instanceof StreamNode.Where ? "where" : "derive";
    }
}
