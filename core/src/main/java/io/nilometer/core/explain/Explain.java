package io.nilometer.core.explain;

import io.nilometer.core.component.Components;
import io.nilometer.core.program.Program;

/** The text of {@code nilometer explain}. */
public final class Explain {

    private Explain() {}

    /**
     * Describes a program, one paragraph per source, grouping and output.
     *
     * @param components to ask sources about replay and sinks about their guarantee
     * @return lines that each end in a line feed
     */
    public static String text(Program program, Components components) {
        Paragraphs out = new Paragraphs();
        out.title(program.pipeline().name());
        out.line("One stage: each stream is read once, all its metrics are computed in one pass.");
        Sources.describe(program, components, out);
        Groupings.describe(program, out);
        Alerts.describe(program, out);
        Outputs.describe(program, components, out);
        return out.toString();
    }
}
