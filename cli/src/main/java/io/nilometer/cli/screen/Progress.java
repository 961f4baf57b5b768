package io.nilometer.cli.screen;

import io.nilometer.core.run.RunStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows how far a run is: on a terminal one line that renews itself, elsewhere a plain line every ten seconds. Other
 * output must go through {@link #println}, or it would mix with the line.
 */
public final class Progress implements AutoCloseable {

    static final Duration ON_TERMINAL = Duration.ofMillis(500);
    static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private final Supplier<RunStatus> status;
    private final Pulse pulse;
    private final ScheduledExecutorService timer;
    private boolean lineOpen;

    private Progress(PrintWriter out, boolean terminal, Supplier<RunStatus> status, Pulse pulse) {
        this.out = out;
        this.terminal = terminal;
        this.status = status;
        this.pulse = pulse;
        this.timer = Timers.daemon("progress");
    }

    /** Begins to show; {@code status} is asked from a thread of its own. */
    public static Progress start(Screen screen, Supplier<RunStatus> status, Pulse pulse) {
        Progress progress = of(screen, status, pulse);
        long millis = (screen.errTerminal() ? ON_TERMINAL : ELSEWHERE).toMillis();
        progress.timer.scheduleAtFixedRate(progress::show, millis, millis, TimeUnit.MILLISECONDS);
        return progress;
    }

    /** One that shows only when {@link #show} is called. */
    static Progress of(Screen screen, Supplier<RunStatus> status, Pulse pulse) {
        return new Progress(screen.err(), screen.errTerminal(), status, pulse);
    }

    synchronized void show() {
        RunStatus current = status.get();
        String line = line(current, pulse.read(current, Duration.ZERO));
        if (terminal) {
            out.print("\r\u001b[K" + line);
            lineOpen = true;
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Prints a line of its own, above the progress line if there is one. */
    public synchronized void println(String text) {
        wipe();
        out.println(text);
        out.flush();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            wipe();
            out.flush();
        }
    }

    private void wipe() {
        if (lineOpen) {
            out.print("\r\u001b[K");
            lineOpen = false;
        }
    }

    static String line(RunStatus status, Pulse.Reading pulse) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%,d events, %,.0f/s", status.records(), pulse.rate()));
        pulse.portion()
                .ifPresent(portion -> line.append(String.format(
                        Locale.ROOT, ", %d%% (%s)", (int) Math.floor(portion.done() * 100), portion.text())));
        if (pulse.portion().isEmpty()) {
            pulse.lag().ifPresent(lag -> line.append(", lag ").append(lag));
        }
        pulse.unknown().ifPresent(why -> line.append(", ").append(why));
        status.watermark().ifPresent(time -> line.append(", watermark ").append(time.truncatedTo(ChronoUnit.SECONDS)));
        if (!status.note().isEmpty()) {
            line.append(", ").append(Paint.line(status.note()));
        }
        return line.toString();
    }
}
