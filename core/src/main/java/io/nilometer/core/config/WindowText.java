package io.nilometer.core.config;

import io.nilometer.api.Durations;
import io.nilometer.core.pipeline.Window;
import io.nilometer.core.pipeline.Window.Span;
import io.nilometer.core.pipeline.Window.Unit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one-line language of windows. */
final class WindowText {

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(d|w|mo)");
    private static final Map<String, Unit> UNITS = Map.of("d", Unit.DAY, "w", Unit.WEEK, "mo", Unit.MONTH);
    private static final Set<String> WORDS = Set.of("every", "offset", "in");
    private static final int MOST_OVERLAPPING = 10_000;
    private static final int MOST_DAYS = 36_500;

    /** No month is shorter. */
    private static final int DAYS_OF_MONTH = 28;

    private WindowText() {}

    /** A window that can be read, but not be had: the message says why, and the remedy what to write. */
    static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        final String remedy;

        Refused(String message, String remedy) {
            super(message);
            this.remedy = remedy;
        }
    }

    /**
     * @param keep of the metric; needed for {@code all}
     * @throws IllegalArgumentException with a message that completes "must be"
     */
    static Window parse(String text, @Nullable Duration keep) {
        String[] words = text.trim().split("\\s+");
        switch (words[0]) {
            case "all" -> {
                only(words, 1);
                return new Window.All(keep == null ? Duration.ZERO : keep);
            }
            case "same" -> {
                only(words, 1);
                return new Window.Same();
            }
            case "session" -> {
                only(words, 2);
                return new Window.Session(positive(words[1]));
            }
            default -> {
                return cut(words);
            }
        }
    }

    /** A size and what follows it, in any order: {@code every}, {@code offset}, {@code in}. */
    private static Window cut(String[] words) {
        Map<String, String> parts = new HashMap<>();
        for (int i = 1; i < words.length; i += 2) {
            if (!WORDS.contains(words[i]) || i + 1 == words.length || parts.put(words[i], words[i + 1]) != null) {
                throw unknown();
            }
        }
        Optional<Span> size = span(words[0]);
        String every = parts.get("every");
        Optional<Span> slide = every == null ? size : span(every);
        Duration offset = parts.containsKey("offset") ? offset(parts.get("offset")) : Duration.ZERO;
        if (size.isPresent() && slide.isPresent()) {
            return calendar(size.get(), slide.get(), offset, Optional.ofNullable(parts.get("in")));
        }
        Duration fixedSize = size.isPresent() ? hours(size.get()) : positive(words[0]);
        Duration fixedSlide = every == null ? fixedSize : slide.isPresent() ? hours(slide.get()) : positive(every);
        if (size.isPresent() || every != null && slide.isPresent()) {
            throw new Refused(
                    size.isPresent()
                            ? "a window that moves on by whole days, weeks or months, as its size is one of them"
                            : "a window whose size is in days, weeks or months, as its `every` is",
                    "days are by the calendar here: write `" + new Window.Sliding(fixedSize, fixedSlide, offset).text()
                            + "` for windows of hours, or whole days in both");
        }
        if (parts.containsKey("in")) {
            throw new Refused(
                    "a window in days, weeks or months when it names a time zone: hours, minutes and seconds are the same in all",
                    "leave out `in " + parts.get("in") + "`");
        }
        return sliding(fixedSize, fixedSlide, offset);
    }

    private static Window sliding(Duration size, Duration slide, Duration offset) {
        if (slide.compareTo(size) > 0) {
            throw new IllegalArgumentException(
                    "a window whose `every` is not longer than its size: events between windows would be lost");
        }
        if (offset.compareTo(slide) >= 0) {
            throw new IllegalArgumentException("a window whose offset is shorter than its `every`");
        }
        overlapping(size.toMillis() / slide.toMillis());
        return new Window.Sliding(size, slide, offset);
    }

    private static Window calendar(Span size, Span slide, Duration offset, Optional<String> in) {
        if (size.months() != slide.months()) {
            throw new Refused(
                    "a window whose size and `every` are both in months or both in days and weeks: months have no number of days",
                    size.months()
                            ? "write `" + Math.max(1, size.count() * 30) + "d every " + slide.text() + "`"
                            : "write `1mo`, or days in both");
        }
        if (slide.length() > size.length()) {
            throw new IllegalArgumentException(
                    "a window whose `every` is not longer than its size: events between windows would be lost");
        }
        long leastDays = slide.months() ? slide.length() * DAYS_OF_MONTH : slide.length();
        if (offset.compareTo(slide.months() ? DAY.multipliedBy(DAYS_OF_MONTH) : DAY.multipliedBy(leastDays)) >= 0) {
            throw new IllegalArgumentException(
                    slide.months()
                            ? "a window whose offset is shorter than 28 days"
                            : "a window whose offset is shorter than its `every`");
        }
        overlapping(size.length() / slide.length());
        return new Window.Calendar(size, slide, offset, in.map(WindowText::zone));
    }

    private static void overlapping(long others) {
        if (others > MOST_OVERLAPPING) {
            throw new IllegalArgumentException("a window that overlaps at most " + MOST_OVERLAPPING + " others");
        }
    }

    private static Optional<Span> span(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            return Optional.empty();
        }
        Span read = new Span(Long.parseLong(span.group(1)), UNITS.get(span.group(2)));
        long days = read.months() ? read.length() * 31 : read.length();
        if (days == 0) {
            throw new IllegalArgumentException("longer than 0");
        }
        if (days > MOST_DAYS) {
            throw new IllegalArgumentException("at most " + MOST_DAYS + " days");
        }
        return Optional.of(read);
    }

    private static Duration offset(String text) {
        return span(text).filter(span -> !span.months()).map(WindowText::hours).orElseGet(() -> Durations.parse(text));
    }

    private static Duration hours(Span span) {
        return DAY.multipliedBy(span.months() ? span.length() * 30 : span.length());
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new Refused("in a time zone such as UTC or Europe/Berlin", Meant.zone(text));
        }
    }

    private static Duration positive(String text) {
        Duration duration = Durations.parse(text);
        if (duration.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("longer than 0");
        }
        return duration;
    }

    private static void only(String[] words, int count) {
        if (words.length != count) {
            throw unknown();
        }
    }

    private static IllegalArgumentException unknown() {
        return new IllegalArgumentException(
                "a window such as 1m, `5m every 1m`, `1d offset 6h`, `1w in Europe/Berlin`, 1mo, `session 30m`, all or same");
    }
}
