package io.nilometer.cli.screen;

import io.nilometer.api.SourceFactory.LagUnit;
import io.nilometer.core.run.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a run's status tells only when it is looked at again and again: the rate, and of inputs that end how much is done and
 * how long the rest will take. For one thread.
 */
public final class Pulse {

    private static final Duration FIRST_GUESS = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Map<String, LagUnit> units;
    private final boolean bounded;
    private final LongSupplier nanoTime;
    private final EnumMap<LagUnit, Long> totals = new EnumMap<>(LagUnit.class);
    private final long startNanos;
    private final long startRecords;
    private long lastRecords;
    private long lastNanos;
    private double rate;
    private double done;

    /**
     * @param units of the lag, by stream with a source
     * @param bounded whether all inputs end
     * @param records that runs before have read
     */
    public Pulse(Map<String, LagUnit> units, boolean bounded, long records, LongSupplier nanoTime) {
        this.units = Map.copyOf(units);
        this.bounded = bounded;
        this.lastRecords = records;
        this.startRecords = records;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.lastNanos = startNanos;
    }

    /**
     * @param rate records a second since the reading before
     * @param lag with its unit; empty when it is unknown
     * @param portion of inputs that end
     * @param unknown why there is no portion of inputs that end; empty when there is one
     */
    public record Reading(double rate, Optional<String> lag, Optional<Portion> portion, Optional<String> unknown) {

        /** The same with another rate. */
        public Reading of(double other) {
            return new Reading(other, lag, portion, unknown);
        }
    }

    /**
     * @param done from 0 to 1
     * @param text such as {@code 3.1 GB of 5.0 GB, 12 s left}
     */
    public record Portion(double done, String text) {}

    /** @param least time that a rate is taken over; in between the one before is told */
    public Reading read(RunStatus status, Duration least) {
        long now = nanoTime.getAsLong();
        if (now - lastNanos >= Math.max(1, least.toNanos())) {
            rate = (status.records() - lastRecords) * 1e9 / (now - lastNanos);
            lastRecords = status.records();
            lastNanos = now;
        } else if (lastNanos == startNanos) {
            rate = (status.records() - lastRecords) * 1e9 / Math.max(SHORTEST.toNanos(), now - startNanos);
        }
        EnumMap<LagUnit, Long> lags = new EnumMap<>(LagUnit.class);
        List<String> silent = new ArrayList<>();
        units.forEach((stream, unit) -> {
            Long lag = status.lags().get(stream);
            if (lag == null) {
                silent.add(stream);
            } else {
                lags.merge(unit, lag, Long::sum);
            }
        });
        Optional<String> lag = silent.isEmpty() && !lags.isEmpty() ? Optional.of(text(lags)) : Optional.empty();
        Optional<Portion> portion =
                bounded && silent.isEmpty() && !lags.isEmpty() ? portion(lags, now) : Optional.empty();
        Optional<String> unknown = bounded && !silent.isEmpty() && now - startNanos > FIRST_GUESS.toNanos()
                ? Optional.of("how much is left of "
                        + String.join(", ", silent.stream().sorted().toList()) + " is unknown")
                : Optional.empty();
        return new Reading(rate, lag, portion, unknown);
    }

    /** Records a second since the beginning. */
    public double average(RunStatus status) {
        long spent = Math.max(SHORTEST.toNanos(), nanoTime.getAsLong() - startNanos);
        return (status.records() - startRecords) * 1e9 / spent;
    }

    private Optional<Portion> portion(EnumMap<LagUnit, Long> lags, long now) {
        lags.forEach((unit, lag) -> totals.merge(unit, lag, Math::max));
        if (totals.values().stream().allMatch(total -> total == 0)) {
            // Whatever there was has been read before anybody looked.
            return Optional.empty();
        }
        double least = 1;
        List<String> texts = new ArrayList<>();
        for (Map.Entry<LagUnit, Long> lag : lags.entrySet()) {
            long total = totals.getOrDefault(lag.getKey(), 0L);
            long read = total - lag.getValue();
            least = Math.min(least, total == 0 ? 1 : (double) read / total);
            texts.add(number(lag.getKey(), read) + " of " + amount(lag.getKey(), total));
        }
        done = Math.max(done, least);
        String text = String.join(" and ", texts);
        long spent = now - startNanos;
        if (done > 0 && done < 1 && spent > FIRST_GUESS.toNanos()) {
            Duration left = Duration.ofSeconds(Math.max(1, Math.round(spent / 1e9 * (1 - done) / done)));
            text += ", " + HumanTime.of(left) + " left";
        }
        return Optional.of(new Portion(done, text));
    }

    private static String text(EnumMap<LagUnit, Long> lags) {
        List<String> texts = new ArrayList<>();
        lags.forEach((unit, lag) -> texts.add(amount(unit, lag)));
        return String.join(" and ", texts);
    }

    private static String number(LagUnit unit, long amount) {
        return unit == LagUnit.RECORDS ? String.format(Locale.ROOT, "%,d", amount) : amount(unit, amount);
    }

    /** {@code 1,234 records}, {@code 3.1 MB}. */
    static String amount(LagUnit unit, long amount) {
        if (unit == LagUnit.RECORDS) {
            return String.format(Locale.ROOT, amount == 1 ? "%,d record" : "%,d records", amount);
        }
        String[] names = {"bytes", "kB", "MB", "GB", "TB"};
        double size = amount;
        int step = 0;
        while (size >= 1000 && step < names.length - 1) {
            size /= 1000;
            step++;
        }
        return step == 0
                ? String.format(Locale.ROOT, "%d bytes", amount)
                : String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, names[step]);
    }
}
