package io.nilometer.connectors.pace;

import io.nilometer.api.Durations;
import io.nilometer.api.NilometerException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells that something cannot be reached: when that begins, every ten seconds while it lasts, and when it is over; gives up
 * where that was asked for. Used by one thread.
 */
public final class Outage {

    static final Duration TOLD_EVERY = Duration.ofSeconds(10);

    private final String what;
    private final Optional<Duration> most;
    private final Consumer<String> notice;
    private final Clock clock;
    private @Nullable Instant since;
    private Instant told = Instant.EPOCH;
    private String reason = "";

    /**
     * @param what that is reached, such as an address
     * @param most how long it may last; empty means for ever
     * @param notice takes one-line messages for the user
     */
    public Outage(String what, Optional<Duration> most, Consumer<String> notice, Clock clock) {
        this.what = what;
        this.most = most;
        this.notice = notice;
        this.clock = clock;
    }

    /**
     * An attempt has failed, and another will be made.
     *
     * @throws NilometerException when it has lasted too long
     */
    public void failed(String why, Duration pause) {
        reason = why;
        if (since == null) {
            since = clock.instant();
            told = since;
            notice.accept("cannot reach " + what + " (" + why + "), trying again in " + Durations.print(pause)
                    + most.map(time -> "; giving up after " + Durations.print(time))
                            .orElse(""));
        }
        remind();
    }

    /**
     * To be called often while it may last.
     *
     * @throws NilometerException when it has lasted too long
     */
    public void remind() {
        Instant begin = since;
        if (begin == null) {
            return;
        }
        Instant now = clock.instant();
        Duration lasted = Duration.between(begin, now);
        if (most.isPresent() && lasted.compareTo(most.get()) >= 0) {
            throw new NilometerException(
                    "unreachable",
                    "cannot reach " + what + " for " + Durations.print(most.get()) + " (" + reason + "): given up",
                    "see that it runs and that the address is right; give_up_after of the source says how long to try");
        }
        if (Duration.between(told, now).compareTo(TOLD_EVERY) >= 0) {
            told = now;
            notice.accept("still trying to reach " + what + ", away since " + begin.truncatedTo(ChronoUnit.SECONDS)
                    + " (" + lasted.toSeconds() + "s; last error: " + reason + ")");
        }
    }

    /** It has been reached. */
    public void over() {
        Instant begin = since;
        if (begin != null) {
            since = null;
            notice.accept(what + " answers again, after "
                    + Duration.between(begin, clock.instant()).toSeconds() + "s");
        }
    }

    public boolean lasts() {
        return since != null;
    }
}
