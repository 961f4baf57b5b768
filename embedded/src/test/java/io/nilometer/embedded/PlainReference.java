package io.nilometer.embedded;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Windows the slow way: every window of every event on its own, straight from the rules of lateness. */
final class PlainReference {

    private PlainReference() {}

    /** @param partition events of one partition are in order */
    record Event(String partition, long time, String key, long value) {}

    /** Final rows as text, sorted, each as often as it must come; the count of late events, and those late for some window by metric. */
    record Expected(List<String> rows, long late, Map<String, Long> lateFor) {}

    static Expected of(List<HandMade.Windows> metrics, List<Event> events) {
        List<String> rows = new ArrayList<>();
        for (HandMade.Windows metric : metrics) {
            rows.addAll(isRunning(metric) ? running(metric, events) : windows(metric, events));
        }
        rows.sort(null);
        Map<String, Long> lateFor = new TreeMap<>();
        metrics.forEach(metric -> lateFor.put(metric.metric(), lateFor(metric, events)));
        lateFor.values().removeIf(count -> count == 0);
        return new Expected(rows, events.size() - used(metrics, events), lateFor);
    }

    private static List<String> windows(HandMade.Windows metric, List<Event> events) {
        Map<String, Long> clocks = new HashMap<>();
        Map<String, List<Long>> values = new TreeMap<>();
        for (Event event : events) {
            Long clock = clocks.get(event.partition);
            for (Span span : spans(metric, event.time)) {
                if (clock == null || span.end > clock - metric.lateness()) {
                    String window = span.start + ".." + span.end + " " + event.key;
                    values.computeIfAbsent(window, first -> new ArrayList<>()).add(event.value);
                }
            }
            clocks.merge(event.partition, event.time, Math::max);
        }
        return rows(metric, values);
    }

    private static List<String> running(HandMade.Windows metric, List<Event> events) {
        Map<String, Long> clocks = new HashMap<>();
        Map<String, TreeMap<Long, List<Long>>> byKey = new TreeMap<>();
        for (Event event : events) {
            Long clock = clocks.get(event.partition);
            if (clock == null || event.time >= clock - metric.lateness()) {
                byKey.computeIfAbsent(event.key, first -> new TreeMap<>())
                        .computeIfAbsent(event.time, first -> new ArrayList<>())
                        .add(event.value);
            }
            clocks.merge(event.partition, event.time, Math::max);
        }
        Map<String, List<Long>> sessions = new TreeMap<>();
        byKey.forEach((key, times) -> {
            long start = times.firstKey();
            long last = start;
            List<Long> values = new ArrayList<>();
            for (Map.Entry<Long, List<Long>> at : times.entrySet()) {
                if (at.getKey() - last >= metric.slide()) {
                    sessions.put(start + ".." + (last + metric.slide()) + " " + key, values);
                    values = new ArrayList<>();
                    start = at.getKey();
                }
                last = at.getKey();
                values.addAll(at.getValue());
            }
            sessions.put(start + ".." + (last + metric.slide()) + " " + key, values);
        });
        return rows(metric, sessions);
    }

    private static List<String> rows(HandMade.Windows metric, Map<String, List<Long>> values) {
        List<String> rows = new ArrayList<>();
        values.forEach((window, list) -> rows.add(metric.metric() + " " + window + " " + list.size() + " "
                + list.stream().mapToLong(Long::longValue).sum() + " " + new HashSet<>(list).size()));
        return rows;
    }

    /** An event is used when some metric takes it. */
    private static long used(List<HandMade.Windows> metrics, List<Event> events) {
        Map<String, Long> clocks = new HashMap<>();
        long used = 0;
        for (Event event : events) {
            Long clock = clocks.get(event.partition);
            boolean taken = clock == null;
            for (HandMade.Windows metric : metrics) {
                if (clock != null) {
                    long watermark = clock - metric.lateness();
                    taken |= isRunning(metric)
                            ? event.time >= watermark
                            : spans(metric, event.time).stream().anyMatch(span -> span.end > watermark);
                }
            }
            used += taken ? 1 : 0;
            clocks.merge(event.partition, event.time, Math::max);
        }
        return used;
    }

    private static long lateFor(HandMade.Windows metric, List<Event> events) {
        Map<String, Long> clocks = new HashMap<>();
        long count = 0;
        for (Event event : events) {
            Long clock = clocks.get(event.partition);
            if (clock != null) {
                long watermark = clock - metric.lateness();
                boolean late = isRunning(metric)
                        ? event.time < watermark
                        : spans(metric, event.time).stream().anyMatch(span -> span.end <= watermark);
                count += late ? 1 : 0;
            }
            clocks.merge(event.partition, event.time, Math::max);
        }
        return count;
    }

    private static boolean isRunning(HandMade.Windows metric) {
        return metric.calendar() == null && metric.size() == 0;
    }

    /** A window: from its start to before its end. */
    private record Span(long start, long end) {}

    private static List<Span> spans(HandMade.Windows metric, long time) {
        if (metric.calendar() != null) {
            return byCalendar(metric.calendar(), time);
        }
        List<Span> spans = new ArrayList<>();
        long start = Math.floorDiv(time - metric.offset(), metric.slide()) * metric.slide() + metric.offset();
        for (; start + metric.size() > time; start -= metric.slide()) {
            spans.add(new Span(start, start + metric.size()));
        }
        return spans;
    }

    /** All windows of some time around are tried. */
    private static List<Span> byCalendar(HandMade.Calendar calendar, long time) {
        LocalDate day =
                Instant.ofEpochSecond(time / 1_000_000).atZone(calendar.zone()).toLocalDate();
        LocalDate epoch = LocalDate.of(1970, 1, 1);
        ChronoUnit unit = calendar.months() ? ChronoUnit.MONTHS : ChronoUnit.DAYS;
        long near = unit.between(epoch, day) / calendar.slide();
        List<Span> spans = new ArrayList<>();
        for (long n = near - calendar.size() - 3; n <= near + 3; n++) {
            LocalDate first = epoch.plus(n * calendar.slide(), unit);
            long start = micros(calendar, first);
            long end = micros(calendar, first.plus(calendar.size(), unit));
            if (start <= time && time < end) {
                spans.add(new Span(start, end));
            }
        }
        return spans;
    }

    private static long micros(HandMade.Calendar calendar, LocalDate day) {
        ZonedDateTime start = calendar.timeOfDay().equals(LocalTime.MIDNIGHT)
                ? day.atStartOfDay(calendar.zone())
                : day.atTime(calendar.timeOfDay()).atZone(calendar.zone());
        return start.toEpochSecond() * 1_000_000;
    }
}
