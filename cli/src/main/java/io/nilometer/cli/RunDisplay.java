package io.nilometer.cli;

import io.nilometer.api.Options;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.SourceFactory.LagUnit;
import io.nilometer.cli.live.Incidents;
import io.nilometer.cli.live.LiveScreen;
import io.nilometer.cli.live.Vitals;
import io.nilometer.cli.run.ConsoleTable;
import io.nilometer.cli.run.Consoles;
import io.nilometer.cli.screen.Progress;
import io.nilometer.cli.screen.Pulse;
import io.nilometer.cli.screen.Screen;
import io.nilometer.cli.screen.Timers;
import io.nilometer.core.run.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees of a run while it goes on: a screen with its results where the terminal can redraw one; otherwise plain
 * rows on standard output and notices on standard error.
 */
final class RunDisplay implements Consoles, AutoCloseable {

    private static final Duration RATE_OVER = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 200;

    private final Screen screen;
    private final Notices notices;
    private final Stopping stopping;
    private final boolean others;
    private final Optional<LiveScreen> live;
    private final Clock clock = Clock.systemUTC();
    private final AtomicBoolean closedOutput = new AtomicBoolean();
    private volatile @Nullable Incidents incidents;
    private @Nullable Progress progress;
    private @Nullable ScheduledExecutorService teller;
    private volatile boolean ended;
    private Instant told = Instant.EPOCH;

    private RunDisplay(Screen screen, Stopping stopping, boolean others, Optional<LiveScreen> live) {
        this.screen = screen;
        this.notices = new Notices(screen, live);
        this.stopping = stopping;
        this.others = others;
        this.live = live;
    }

    /**
     * Takes the terminal, if there is something to show on it.
     *
     * @param title the pipeline's name
     * @param tables what console outputs show; empty when nothing is to be drawn
     * @param others whether rows are delivered elsewhere, too
     */
    static RunDisplay open(String title, List<ConsoleTable> tables, boolean others, Screen screen, Stopping stopping) {
        Optional<LiveScreen> live =
                tables.isEmpty() ? Optional.empty() : LiveScreen.open(title, tables, screen, System.getenv());
        return new RunDisplay(screen, stopping, others, live);
    }

    Notices notices() {
        return notices;
    }

    @Override
    public Sink open(SinkFactory factory, Options options, SinkContext context) {
        return live.map(LiveScreen::sink)
                .orElseGet(() -> new UntilClosed(factory.create(options, context), this::outputClosed));
    }

    /** When nobody looks any more and nothing is written elsewhere, the run has no purpose. */
    private void outputClosed() {
        if (closedOutput.getAndSet(true)) {
            return;
        }
        if (others) {
            notices.accept("standard output is closed: rows are not shown any more, everything else goes on");
        } else {
            stopping.ask(Stopping.Reason.NO_READER);
        }
    }

    /**
     * Tells from now on how far the run is.
     *
     * @param units of the lag, by stream with a source
     * @param bounded whether all inputs end
     */
    void follow(Run run, Map<String, LagUnit> units, boolean bounded) {
        Instant start = clock.instant();
        Pulse pulse = new Pulse(units, bounded, run.status().records(), System::nanoTime);
        live.ifPresent(shown -> shown.show(
                () -> {
                    Instant now = clock.instant();
                    var status = run.status();
                    Pulse.Reading reading = pulse.read(status, RATE_OVER);
                    return Vitals.of(
                            status,
                            ended ? reading.of(pulse.average(status)) : reading,
                            Duration.between(start, now),
                            now,
                            !bounded);
                },
                this::planted));
        if (live.isEmpty() || !screen.errTerminal()) {
            Progress shown = Progress.start(screen, run::status, pulse);
            notices.through(shown);
            progress = shown;
        }
    }

    private Optional<Incidents.Now> planted() {
        Incidents known = incidents;
        return known == null ? Optional.empty() : known.at(clock.instant());
    }

    /** Tells from now on when planted incidents begin and end. */
    void plant(Incidents planted) {
        incidents = planted;
        told = clock.instant();
        ScheduledExecutorService timer = Timers.daemon("nilometer-incidents");
        planted.announced().forEach(notices);
        timer.scheduleAtFixedRate(() -> tell(planted), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        teller = timer;
    }

    private void tell(Incidents planted) {
        Instant now = clock.instant();
        planted.told(told, now).forEach(notices);
        told = now;
    }

    @Override
    public void close() {
        // What stays is the account of the whole run.
        ended = true;
        if (teller != null) {
            teller.shutdownNow();
        }
        if (progress != null) {
            progress.close();
        }
        live.ifPresent(LiveScreen::close);
    }
}
