package io.nilometer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nilometer.api.Durations;
import io.nilometer.api.NilometerException;
import io.nilometer.core.run.BatchListener;
import io.nilometer.core.run.RunStatus;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells of batches that are slow, and writes what each was, a line of JSON for a batch with records. */
final class BatchLog implements BatchListener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** While code is loaded and compiled, batches take longer than they will. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final Duration slow;
    private final Supplier<RunStatus> status;
    private final Consumer<String> notices;
    private final Clock clock;
    private final Instant start;
    private @Nullable BufferedWriter out;
    private Instant before;
    private @Nullable Instant told;
    private long slowOnes;

    /**
     * @param file replaced when it is there; empty for none
     * @param slow what a batch with records may take before it is told
     */
    BatchLog(Optional<Path> file, Duration slow, Supplier<RunStatus> status, Consumer<String> notices, Clock clock) {
        this.slow = slow;
        this.status = status;
        this.notices = notices;
        this.clock = clock;
        this.start = clock.instant();
        this.before = start;
        try {
            this.out = file.isPresent() ? Files.newBufferedWriter(file.get()) : null;
        } catch (IOException e) {
            throw new NilometerException(
                    "batches-file", "cannot write to " + file.get() + ": " + e, "give --batches another file", e);
        }
    }

    @Override
    public boolean wantsPositions() {
        return out != null;
    }

    @Override
    public synchronized void batch(Report report) {
        if (report.records() == 0) {
            return;
        }
        Instant now = clock.instant();
        write(report, now);
        before = now;
        if (report.took().compareTo(slow) > 0) {
            tell(report, now);
        }
    }

    private void tell(Report report, Instant now) {
        slowOnes++;
        Instant last = told;
        boolean again = last == null || Duration.between(last, now).compareTo(SILENCE) >= 0;
        if (again && Duration.between(start, now).compareTo(WARM_UP) >= 0) {
            told = now;
            notices.accept(String.format(
                    Locale.ROOT,
                    "batch %d of %,d records took %.1fs, more than %s (%s)%s",
                    report.batch(),
                    report.records(),
                    seconds(report.took()),
                    Durations.print(slow),
                    parts(report),
                    slowOnes == 1 ? "" : String.format(Locale.ROOT, "; %,d were slow so far", slowOnes)));
        }
    }

    private static String parts(Report report) {
        StringBuilder all = new StringBuilder();
        report.parts().forEach((name, time) -> all.append(all.isEmpty() ? "" : ", ")
                .append(name)
                .append(String.format(Locale.ROOT, " %.1fs", seconds(time))));
        return all.toString();
    }

    private void write(Report report, Instant now) {
        BufferedWriter open = out;
        if (open == null) {
            return;
        }
        RunStatus so = status.get();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", now.toString());
        line.put("batch", report.batch());
        line.put("records", report.records());
        line.put("seconds", seconds(report.took()));
        line.put("input_rate", rate(report.records(), Duration.between(before, now)));
        line.put("processing_rate", rate(report.records(), report.took()));
        Map<String, Double> durations = new LinkedHashMap<>();
        report.parts().forEach((name, time) -> durations.put(name, seconds(time)));
        line.put("durations", durations);
        line.put("offsets", report.positions());
        line.put("lag", so.lags());
        line.put("watermark", so.watermark().map(Instant::toString).orElse(null));
        try {
            open.write(JSON.writeValueAsString(line));
            open.newLine();
            open.flush();
        } catch (IOException e) {
            // It is for people who look on: no reason to end a run.
            out = null;
            notices.accept("--batches: nothing more is written (" + e + ")");
        }
    }

    private static double rate(long records, Duration time) {
        return Math.round(records / Math.max(1e-6, seconds(time)));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1_000 / 1e6;
    }

    @Override
    public void close() {
        BufferedWriter open = out;
        out = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            notices.accept("--batches: the end could not be written (" + e + ")");
        }
    }
}
