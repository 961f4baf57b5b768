package io.nilometer.core.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.pipeline.Window;
import io.nilometer.core.program.FixedSlices;
import io.nilometer.core.program.Windows;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Windows by the calendar against what the JDK's calendar says, in every zone there is. */
class WindowPlanTest {

    private static final LocalDate MONDAY = LocalDate.of(1970, 1, 5);
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);

    @Test
    void the_windows_of_any_time_are_those_of_the_calendar() {
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        for (int round = 0; round < 60_000; round++) {
            Random random = new Random(round);
            ZoneId zone = random.nextInt(8) == 0
                    ? ZoneOffset.ofTotalSeconds(random.nextInt(36_000 * 2) - 36_000)
                    : ZoneId.of(zones.get(random.nextInt(zones.size())));
            Window.Unit unit = Window.Unit.values()[random.nextInt(3)];
            int slide = 1 + random.nextInt(3);
            int size = slide + random.nextInt(4);
            Duration offset = Duration.ofMinutes(random.nextInt(3) == 0 ? 0 : random.nextInt(slide * 24 * 60));
            Windows windows = WindowPlan.of(
                    new Window.Calendar(
                            new Window.Span(size, unit), new Window.Span(slide, unit), offset, Optional.of(zone)),
                    ZoneOffset.UTC);
            long time = ThisTime.any(random, zone) * 1_000_000 + random.nextInt(3) - 1;
            long end = windows.lastEnd(windows.slices().slice(time));
            String what =
                    "round " + round + ": " + windows.text() + " at " + Instant.EPOCH.plus(time, ChronoUnit.MICROS);
            LocalDate first = lastBefore(zone, unit, slide, offset, time);
            for (int earlier = 0; earlier < 5; earlier++) {
                assertThat(windows.startMicros(end)).as(what).isEqualTo(micros(zone, first, offset));
                assertThat(windows.endMicros(end)).as(what).isEqualTo(micros(zone, plus(first, size, unit), offset));
                end -= windows.slide();
                first = plus(first, -slide, unit);
            }
        }
    }

    /** Times near changes of clocks, and any others from the year 1 to 2900. */
    private static final class ThisTime {
        static long any(Random random, ZoneId zone) {
            long second = random.nextLong(-62_000_000_000L, 29_000_000_000L);
            if (random.nextBoolean()) {
                second = random.nextLong(-3_000_000_000L, 3_000_000_000L);
            }
            var next = zone.getRules().nextTransition(Instant.ofEpochSecond(second));
            return next == null || random.nextInt(3) == 0
                    ? second
                    : next.toEpochSecond() + random.nextInt(3) * random.nextInt(90_000) - 90_000;
        }
    }

    private static LocalDate lastBefore(ZoneId zone, Window.Unit unit, int slide, Duration offset, long time) {
        LocalDate anchor = unit == Window.Unit.WEEK ? MONDAY : FIRST;
        LocalDate day = Instant.EPOCH.plus(time, ChronoUnit.MICROS).atZone(zone).toLocalDate();
        long units =
                switch (unit) {
                    case DAY -> ChronoUnit.DAYS.between(anchor, day);
                    case WEEK -> Math.floorDiv(ChronoUnit.DAYS.between(anchor, day), 7);
                    case MONTH -> ChronoUnit.MONTHS.between(anchor, day.withDayOfMonth(1));
                };
        LocalDate first = plus(anchor, Math.floorDiv(units, slide) * slide + 2L * slide, unit);
        while (micros(zone, first, offset) > time) {
            first = plus(first, -slide, unit);
        }
        return first;
    }

    private static LocalDate plus(LocalDate day, long count, Window.Unit unit) {
        return switch (unit) {
            case DAY -> day.plusDays(count);
            case WEEK -> day.plusWeeks(count);
            case MONTH -> day.plusMonths(count);
        };
    }

    private static long micros(ZoneId zone, LocalDate day, Duration offset) {
        LocalDate moved = day.plusDays(offset.toDays());
        LocalTime time = LocalTime.MIDNIGHT.plus(offset.minusDays(offset.toDays()));
        ZonedDateTime start = time.equals(LocalTime.MIDNIGHT)
                ? moved.atStartOfDay(zone)
                : moved.atTime(time).atZone(zone);
        return start.toEpochSecond() * 1_000_000;
    }

    @Test
    void days_without_changes_of_clocks_share_their_cells_with_hours() {
        Window.Span day = new Window.Span(1, Window.Unit.DAY);
        Window.Calendar utc = new Window.Calendar(day, day, Duration.ZERO, Optional.empty());
        assertThat(WindowPlan.of(utc, ZoneOffset.UTC).slices())
                .isEqualTo(WindowPlan.of(new Window.Sliding(Duration.ofHours(24), Duration.ofHours(24), Duration.ZERO))
                        .slices())
                .isEqualTo(new FixedSlices(86_400_000_000L, 0));
        Window.Calendar berlin = new Window.Calendar(day, day, Duration.ZERO, Optional.of(ZoneId.of("Europe/Berlin")));
        assertThat(WindowPlan.of(berlin, ZoneOffset.UTC).slices())
                .isEqualTo(WindowPlan.of(utc, ZoneId.of("Europe/Berlin")).slices())
                .isNotEqualTo(WindowPlan.of(utc, ZoneId.of("Europe/Paris")).slices());
    }

    @Test
    void days_are_as_long_as_the_clocks_make_them() {
        assertThat(hours("Europe/Berlin", "2026-03-29T10:00:00Z")).isEqualTo(23);
        assertThat(hours("Europe/Berlin", "2026-10-25T10:00:00Z")).isEqualTo(25);
        assertThat(hours("America/Sao_Paulo", "2018-11-04T12:00:00Z")).isEqualTo(23);
        assertThat(hours("Pacific/Apia", "2011-12-30T09:59:59Z")).isEqualTo(24);
        assertThat(MONDAY.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
    }

    private static long hours(String zone, String time) {
        Window.Span day = new Window.Span(1, Window.Unit.DAY);
        Windows windows = WindowPlan.of(
                new Window.Calendar(day, day, Duration.ZERO, Optional.of(ZoneId.of(zone))), ZoneOffset.UTC);
        long end = windows.lastEnd(windows.slices().slice(Instant.parse(time).toEpochMilli() * 1_000));
        return (windows.endMicros(end) - windows.startMicros(end)) / 3_600_000_000L;
    }
}
