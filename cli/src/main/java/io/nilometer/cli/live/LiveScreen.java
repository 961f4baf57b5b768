package io.nilometer.cli.live;

import io.nilometer.api.Sink;
import io.nilometer.cli.run.ConsoleTable;
import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.Screen;
import io.nilometer.cli.screen.Timers;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows results, status and notices of a run on the whole terminal, at most five times a second, and leaves the last state
 * of it as plain text when it is closed. Stands in for the console outputs.
 */
public final class LiveScreen implements AutoCloseable {

    private static final long FRAME_MILLIS = 200;

    /** Whatever has written over the screen is gone after so many frames. */
    private static final int WHOLE_EVERY = 50;

    private static final int NOTICES = 200;

    /** Lines that follow the last state: the account of a few streams. */
    private static final int LEDGER = 4;

    /** Making tables may take so much of the time. */
    private static final int SPARING = 10;

    private final String title;
    private final Screen screen;
    private final Glyphs glyphs;
    private final Tty tty;
    private final Clock clock;
    private final Thread rescue;
    private final ScheduledExecutorService timer;
    private final Map<String, Results> results = new LinkedHashMap<>();
    private final Deque<String> notices = new ArrayDeque<>();
    private List<Table> tables = List.of();
    private Supplier<Vitals> vitals = () -> Vitals.NONE;
    private Supplier<Optional<Incidents.Now>> incidents = Optional::empty;
    private boolean changed = true;
    private long tablesDue = System.nanoTime();
    private List<String> onScreenOnly = List.of();
    private long frames;
    private volatile boolean left;
    private boolean closed;
    private boolean begun;

    private LiveScreen(String title, Screen screen, Glyphs glyphs, Tty tty, Clock clock) {
        this.title = Paint.plain(title);
        this.screen = screen;
        this.glyphs = glyphs;
        this.tty = tty;
        this.clock = clock;
        // Told to stop: the run goes on until all is delivered, but the terminal is the user's again at once.
        rescue = new Thread(this::leave, "nilometer-screen-left");
        timer = Timers.daemon("nilometer-screen");
    }

    /**
     * Takes the terminal.
     *
     * @param title the pipeline's name
     * @param tables all whose rows may come, in the order in which they are shown
     * @return empty when results are to be plain rows: standard output is no terminal or one that cannot redraw, the process
     *     is in the background, or it is too late
     */
    public static Optional<LiveScreen> open(
            String title, List<ConsoleTable> tables, Screen screen, Map<String, String> environment) {
        if (!screen.redraws(environment) || Background.isBehind()) {
            return Optional.empty();
        }
        Glyphs glyphs = Glyphs.of(environment);
        return Tty.open(environment.getOrDefault("TERM", ""), screen.inTerminal(), glyphs, screen.color())
                .map(tty -> {
                    LiveScreen live = new LiveScreen(title, screen, glyphs, tty, Clock.systemUTC());
                    tables.forEach(table -> live.results.put(table.relation().name(), new Results(table)));
                    live.begin();
                    return live;
                });
    }

    private void begin() {
        try {
            Runtime.getRuntime().addShutdownHook(rescue);
        } catch (IllegalStateException endingAlready) {
            leave();
        }
        timer.scheduleWithFixedDelay(this::redraw, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** From now on the head tells this; both are asked for every frame, from a thread of the screen. */
    public synchronized void show(Supplier<Vitals> told, Supplier<Optional<Incidents.Now>> planted) {
        begun = true;
        vitals = told;
        incidents = planted;
    }

    /** A console output: what is written to it is on the screen. */
    public Sink sink() {
        return new Sink() {
            @Override
            public void write(Batch batch) {
                take(batch);
            }

            @Override
            public void close() {
                // The screen stays until the run is over.
                return;
            }
        };
    }

    private synchronized void take(Sink.Batch batch) {
        for (Sink.Rows rows : batch.outputs()) {
            Results of = results.get(rows.relation().name());
            if (of != null) {
                of.take(rows);
                changed = true;
            }
        }
    }

    /** Shows a line, and keeps it for the end. */
    public void notice(String text) {
        synchronized (this) {
            LocalTime now = LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
            notices.add(now.format(DateTimeFormatter.ISO_LOCAL_TIME) + " " + Paint.line(text));
            while (notices.size() > NOTICES) {
                notices.remove();
            }
        }
        if (left || !screen.errTerminal()) {
            screen.err().println(Paint.plain(text));
            screen.err().flush();
        }
    }

    private void redraw() {
        try {
            Size size = tty.size();
            List<Line> lines = Frame.of(snapshot(), size, glyphs);
            tty.draw(lines, size, frames++ % WHOLE_EVERY == 0);
        } catch (IOException gone) {
            // The terminal has gone away; whatever ends the run for it will.
            timer.shutdown();
        }
    }

    private Snapshot snapshot() {
        Vitals now = vitals().get();
        Optional<Incidents.Now> planted = planted().get();
        synchronized (this) {
            long started = System.nanoTime();
            if (changed && started >= tablesDue) {
                changed = false;
                tables = tables(planted);
                long took = System.nanoTime() - started;
                tablesDue = System.nanoTime() + SPARING * took;
            }
            List<Snapshot.Fact> facts = new ArrayList<>(now.facts());
            otherDay().ifPresent(day -> facts.add(Math.min(1, facts.size()), day));
            return new Snapshot(
                    title, facts, now.portion(), planted.map(Incidents.Now::alarm), tables, new ArrayList<>(notices));
        }
    }

    /** The day of the newest window, when it is not today. */
    private Optional<Snapshot.Fact> otherDay() {
        return tables.stream()
                .flatMap(table -> table.rows().stream().limit(1))
                .map(Table.Entry::start)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(start -> LocalDate.ofInstant(start, ZoneOffset.UTC))
                .filter(day -> !day.equals(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)))
                .map(day -> new Snapshot.Fact(Style.PLAIN, "of " + day));
    }

    private synchronized Supplier<Vitals> vitals() {
        return vitals;
    }

    private synchronized Supplier<Optional<Incidents.Now>> planted() {
        return incidents;
    }

    private List<Table> tables(Optional<Incidents.Now> planted) {
        Results.Concern concern = planted.map(Incidents.Now::concern).orElse(Results.Concern.NONE);
        return results.values().stream().map(of -> of.table(concern)).toList();
    }

    private void leave() {
        synchronized (this) {
            if (!left) {
                onScreenOnly = new ArrayList<>(notices);
                left = true;
            }
        }
        timer.shutdownNow();
        tty.leave();
    }

    /** Gives the terminal back, with the last state and the notices on it. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            changed = true;
            tablesDue = System.nanoTime();
        }
        Size size = tty.size();
        leave();
        List<String> told = screen.errTerminal() ? onScreenOnly() : List.of();
        try {
            Runtime.getRuntime().removeShutdownHook(rescue);
        } catch (IllegalStateException endingAlready) {
            // It has run.
        }
        List<Line> end = begun ? Frame.last(snapshot(), size, glyphs, told.size() + LEDGER) : List.of();
        for (Line line : end) {
            screen.out().println(screen.outPaint().on() ? line.coloured() : line.plain());
        }
        screen.out().flush();
        told.forEach(notice -> screen.err().println(glyphs.spell(notice)));
        screen.err().flush();
    }

    private synchronized List<String> onScreenOnly() {
        return onScreenOnly;
    }
}
