package io.nilometer.core.explain;

import io.nilometer.core.pipeline.Alert;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.Slices;

/** When alerts can fire. */
final class Alerts {

    private Alerts() {}

    static void describe(Program program, Paragraphs out) {
        for (Alert alert : program.pipeline().alerts().values()) {
            out.title("alert " + alert.name() + ": on " + alert.from());
            out.line(moment(alert, program));
        }
    }

    private static String moment(Alert alert, Program program) {
        if (alert.early()) {
            return "fires as soon as it is true";
        }
        return program.groupings().stream()
                .filter(grouping -> grouping.metrics().stream()
                        .anyMatch(m -> m.name().equals(alert.from().name())))
                .filter(grouping -> grouping.slicing() instanceof Slices)
                .findFirst()
                .map(grouping -> "fires at the earliest: window end + " + Micros.print(grouping.latenessMicros()))
                .orElse("fires with the event or result it reads");
    }
}
