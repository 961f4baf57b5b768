package io.nilometer.cli.screen;

import io.nilometer.core.run.RunStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer;
    private long lastRecords;
    private long lastNanos;
    private boolean lineOpen;

    private Progress(PrintWriter out, boolean terminal, Supplier<RunStatus> status, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.status = status;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to show; {@code status} is asked from a thread of its own. */
    public static Progress start(Screen screen, Supplier<RunStatus> status) {
        Progress progress = of(screen, status, System::nanoTime);
        long millis = (screen.errTerminal() ? ON_TERMINAL : ELSEWHERE).toMillis();
        progress.timer.scheduleAtFixedRate(progress::show, millis, millis, TimeUnit.MILLISECONDS);
        return progress;
    }

    /** One that shows only when {@link #show} is called. */
    static Progress of(Screen screen, Supplier<RunStatus> status, LongSupplier nanoTime) {
        return new Progress(screen.err(), screen.errTerminal(), status, nanoTime);
    }

    synchronized void show() {
        long now = nanoTime.getAsLong();
        RunStatus current = status.get();
        double seconds = Math.max(1e-3, (now - lastNanos) / 1e9);
        double rate = (current.records() - lastRecords) / seconds;
        lastRecords = current.records();
        lastNanos = now;
        String line = line(current, rate);
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

    static String line(RunStatus status, double rate) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%,d events, %,.0f/s", status.records(), rate));
        if (status.lag() >= 0) {
            line.append(String.format(Locale.ROOT, ", lag %,d", status.lag()));
        }
        status.watermark().ifPresent(time -> line.append(", watermark ").append(time.truncatedTo(ChronoUnit.SECONDS)));
        if (!status.note().isEmpty()) {
            line.append(", ").append(Paint.plain(status.note()));
        }
        return line.toString();
    }
}
