package io.nilometer.cli;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.SourceFactory.LagUnit;
import io.nilometer.cli.screen.ProblemPrinter;
import io.nilometer.cli.screen.Pulse;
import io.nilometer.cli.screen.Screen;
import io.nilometer.cli.screen.SourceLines;
import io.nilometer.core.deliver.Undelivered;
import io.nilometer.core.run.Ending;
import io.nilometer.core.run.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells what a run that has not failed has left undone, and what the process ends with for it. */
record RunEnd(Screen screen, Stopping stopping, Map<String, LagUnit> units) {

    /**
     * @param bounded whether the run was to go to the end of its inputs
     * @return the exit code; {@link ExitCode#DONE} when nothing is left, or only what nobody wanted any more
     */
    int of(Ending ending, RunStatus status, boolean bounded) {
        List<Problem> problems = new ArrayList<>();
        if (!ending.undelivered().isEmpty()) {
            problems.add(undelivered(ending));
        }
        boolean cut = bounded && !ending.atEnd();
        boolean told = stopping.reason().equals(Optional.of(Stopping.Reason.TOLD));
        if (cut) {
            problems.add(cut(ending, status, told));
        }
        new ProblemPrinter(screen.err(), screen.errPaint(), SourceLines.fromDisk()).print(problems);
        screen.err().flush();
        return cut && told ? ExitCode.INTERRUPTED : ending.undelivered().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static Problem undelivered(Ending ending) {
        String outputs = ending.undelivered().stream().map(RunEnd::rows).collect(Collectors.joining("; "));
        return Problem.error(
                "undelivered",
                "the run has ended before all rows were delivered: " + outputs,
                ending.kept()
                        ? "they are kept: the next run with this state gives them out first"
                        : "they are lost, as this run keeps no state; mend the output and start again, with --state to keep"
                                + " what an output does not take",
                Place.NOWHERE);
    }

    private static String rows(Undelivered left) {
        return String.format(
                Locale.ROOT,
                "output %s has not taken %s%,d %s%s",
                left.output(),
                left.all() ? "" : "more than ",
                left.rows(),
                left.rows() == 1 ? "row" : "rows",
                left.why().isEmpty() ? "" : " (" + left.why() + ")");
    }

    /** Whoever stops reading, or limits the time, knows that there is more; a signal may come from anywhere. */
    private Problem cut(Ending ending, RunStatus status, boolean told) {
        String why = told
                ? "interrupted"
                : stopping.reason().isPresent() ? "standard output was closed" : "the time of --for was over";
        String problem = String.format(
                Locale.ROOT,
                "%s before the end of the inputs: %,d records read, %s; the results are partial",
                why,
                status.records(),
                new Pulse(units, true, status.records(), System::nanoTime)
                        .read(status, Duration.ZERO)
                        .lag()
                        .map(lag -> lag + " not")
                        .orElse("how much is left is unknown"));
        String remedy = ending.kept()
                ? "the same command goes on from there"
                : "this run keeps no state: started again, it begins anew; with --state DIR it could go on";
        return told
                ? Problem.error("interrupted", problem, remedy, Place.NOWHERE)
                : Problem.info("cut-short", problem, remedy, Place.NOWHERE);
    }
}
