package io.nilometer.cli.live;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When windows begin, as short as they can be told apart: the day only where there are several, seconds only where windows
 * begin within minutes. In UTC.
 */
record WindowTimes(DateTimeFormatter format) {

    static WindowTimes of(Table table) {
        List<Instant> starts = table.rows().stream()
                .map(Table.Entry::start)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        boolean days = isMultiple(table.window(), Duration.ofDays(1))
                && starts.stream().allMatch(start -> at(start, 86_400));
        boolean minutes = isMultiple(table.window(), Duration.ofMinutes(1))
                && starts.stream().allMatch(start -> at(start, 60));
        boolean sameDay = starts.stream()
                        .map(start -> start.getEpochSecond() / 86_400)
                        .distinct()
                        .count()
                <= 1;
        String pattern = days ? "yyyy-MM-dd" : (sameDay ? "" : "MM-dd ") + (minutes ? "HH:mm" : "HH:mm:ss");
        return new WindowTimes(DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC));
    }

    private static boolean isMultiple(Duration window, Duration unit) {
        return !window.isZero() && window.toMillis() % unit.toMillis() == 0;
    }

    private static boolean at(Instant start, long seconds) {
        return start.getEpochSecond() % seconds == 0;
    }

    String text(@Nullable Instant start) {
        return start == null ? "" : format.format(start);
    }
}
