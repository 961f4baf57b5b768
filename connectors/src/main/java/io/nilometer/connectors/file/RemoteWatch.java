package io.nilometer.connectors.file;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.RemoteFiles;
import io.nilometer.api.SourceContext;
import io.nilometer.connectors.pace.Backoff;
import io.nilometer.connectors.pace.Outage;
import io.nilometer.connectors.pace.Wake;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the stores of remote files again when they don't answer, with growing pauses, and tells that. Of local files nothing is asked twice. */
final class RemoteWatch {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private final Wake wake = new Wake();
    private final Outage outage;
    private long nextAttempt = System.nanoTime();

    RemoteWatch(Options options, SourceContext context) {
        String places = options.get(FileSourceFactory.PATH).stream()
                .filter(RemoteFiles::isRemote)
                .map(RemoteFiles::withoutPassword)
                .collect(Collectors.joining(", "));
        Optional<Duration> most =
                context.untilEnd() ? Optional.of(options.get(FileSourceFactory.GIVE_UP_AFTER)) : Optional.empty();
        outage = new Outage(places, most, context.notice(), Clock.systemUTC());
    }

    /**
     * Asks, unless it is too early to try again.
     *
     * @return whether there was an answer
     * @throws NilometerException what will not pass, or has not for too long
     */
    boolean attempt(Runnable question) {
        outage.remind();
        if (nextAttempt - System.nanoTime() > 0) {
            return false;
        }
        try {
            question.run();
        } catch (NilometerException e) {
            if (!FileErrors.mayPass(e)) {
                throw e;
            }
            Duration pause = backoff.next();
            nextAttempt = System.nanoTime() + pause.toNanos();
            outage.failed(FileErrors.reason(e.getCause() == null ? e : e.getCause()), pause);
            return false;
        }
        backoff.reset();
        outage.over();
        return true;
    }

    /** @return whether somebody has ended the waiting */
    boolean awaitAttempt() {
        boolean woken = false;
        while (!woken && nextAttempt - System.nanoTime() > 0) {
            woken = wake.awaitUntil(nextAttempt, LOOK);
            outage.remind();
        }
        return woken;
    }

    void wakeUp() {
        wake.up();
    }
}
