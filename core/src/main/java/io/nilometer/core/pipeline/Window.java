package io.nilometer.core.pipeline;

import io.nilometer.api.Durations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/** The windows of a metric. */
public sealed interface Window {

    /** {@code 1m}, {@code 5m every 1m}, {@code 24h offset 6h}: aligned in UTC; tumbling when slide equals size. */
    record Sliding(Duration size, Duration slide, Duration offset) implements Window {
        public boolean tumbling() {
            return size.equals(slide);
        }

        /** As a pipeline file writes it. */
        public String text() {
            return text(size)
                    + (tumbling() ? "" : " every " + text(slide))
                    + (offset.isZero() ? "" : " offset " + Durations.print(offset));
        }

        /** A length of time as windows have it, where {@code 1d} is not always 24 hours. */
        public static String text(Duration length) {
            boolean days =
                    !length.isZero() && length.toMillis() % Duration.ofDays(1).toMillis() == 0;
            return days ? length.toHours() + "h" : Durations.print(length);
        }
    }

    /**
     * {@code 1d}, {@code 1w}, {@code 3mo every 1mo}, {@code 7d every 1d}, {@code 1d offset 6h in Europe/Berlin}: by the
     * calendar and the clocks of a time zone.
     *
     * @param offset whole days and a time of day
     * @param zone the pipeline's when empty
     */
    record Calendar(Span size, Span slide, Duration offset, Optional<ZoneId> zone) implements Window {

        /** As a pipeline file writes it. */
        public String text(ZoneId ofPipeline) {
            return size.text()
                    + (size.equals(slide) ? "" : " every " + slide.text())
                    + (offset.isZero() ? "" : " offset " + Durations.print(offset))
                    + " in " + zone.orElse(ofPipeline).getId();
        }
    }

    /** A number of days, weeks or months. */
    record Span(long count, Unit unit) {

        public boolean months() {
            return unit == Unit.MONTH;
        }

        /** In months when it has months, else in days. */
        public long length() {
            return unit == Unit.WEEK ? count * 7 : count;
        }

        public String text() {
            return count + unit.letters;
        }
    }

    /** What a {@link Span} counts. Weeks begin on Monday. */
    enum Unit {
        DAY("d"),
        WEEK("w"),
        MONTH("mo");

        public final String letters;

        Unit(String letters) {
            this.letters = letters;
        }
    }

    /** {@code session 30m}: from the first event of a key to its last plus the gap. */
    record Session(Duration gap) implements Window {}

    /** {@code all}: running, until a key has had no event for {@code keep}. */
    record All(Duration keep) implements Window {}

    /** {@code same}: of the metric rows it reads. */
    record Same() implements Window {}
}
