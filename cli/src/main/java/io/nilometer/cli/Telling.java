package io.nilometer.cli;

import io.nilometer.cli.report.Notice;
import io.nilometer.cli.report.RejectedSamples;
import io.nilometer.cli.report.RunReport;
import io.nilometer.cli.screen.LedgerTable;
import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.Screen;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Tells a user what a run does in silence: once while it goes on, and at its end. */
final class Telling {

    /** So many records of a stream are enough to judge it by while it goes on. */
    private static final long ENOUGH = 1_000;

    private final Screen screen;
    private final RunReport report;
    private final Consumer<String> notices;
    private final Set<String> told = new HashSet<>();

    Telling(Screen screen, RunReport report, Consumer<String> notices) {
        this.screen = screen;
        this.report = report;
        this.notices = notices;
    }

    /** Tells what has not been told yet. */
    synchronized void soFar(Map<String, ? extends Map<String, ?>> ledger) {
        tell(report.soFar(ledger, ENOUGH));
    }

    /**
     * Shows the ledger, samples of what was rejected, and what else there is to tell.
     *
     * @param bounded whether the inputs have come to their end
     */
    synchronized void atEnd(Map<String, ? extends Map<String, ?>> ledger, boolean bounded, RejectedSamples rejected) {
        LedgerTable.print(ledger, screen.err(), screen.errPaint());
        Map<String, List<String>> samples = rejected.lines();
        samples.forEach((stream, lines) -> {
            screen.err().println("rejected of " + Paint.plain(stream) + ", the first:");
            lines.forEach(line -> screen.err().println("  " + line));
        });
        if (!samples.isEmpty()) {
            screen.err().println("all that are kept: " + rejected.place());
        }
        tell(bounded ? report.atEnd(ledger) : report.soFar(ledger, 1));
        screen.err().flush();
    }

    private void tell(List<Notice> found) {
        for (Notice notice : found) {
            if (told.add(notice.about())) {
                notices.accept("note: " + notice.text());
            }
        }
    }
}
