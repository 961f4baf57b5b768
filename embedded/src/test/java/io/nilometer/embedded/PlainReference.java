package io.nilometer.embedded;

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

    /** Final rows as text, sorted, each as often as it must come; and the count of late events. */
    record Expected(List<String> rows, long late) {}

    static Expected of(List<HandMade.Windows> metrics, List<Event> events) {
        List<String> rows = new ArrayList<>();
        for (HandMade.Windows metric : metrics) {
            rows.addAll(metric.size() == 0 ? running(metric, events) : windows(metric, events));
        }
        rows.sort(null);
        return new Expected(rows, events.size() - used(metrics, events));
    }

    private static List<String> windows(HandMade.Windows metric, List<Event> events) {
        Map<String, Long> clocks = new HashMap<>();
        Map<String, List<Long>> values = new TreeMap<>();
        for (Event event : events) {
            Long clock = clocks.get(event.partition);
            for (long end : ends(metric, event.time)) {
                if (clock == null || end > clock - metric.lateness()) {
                    String window = (end - metric.size()) + ".." + end + " " + event.key;
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
                    taken |= metric.size() == 0
                            ? event.time >= watermark
                            : ends(metric, event.time).stream().anyMatch(end -> end > watermark);
                }
            }
            used += taken ? 1 : 0;
            clocks.merge(event.partition, event.time, Math::max);
        }
        return used;
    }

    private static List<Long> ends(HandMade.Windows metric, long time) {
        List<Long> ends = new ArrayList<>();
        long start = Math.floorDiv(time - metric.offset(), metric.slide()) * metric.slide() + metric.offset();
        for (; start + metric.size() > time; start -= metric.slide()) {
            ends.add(start + metric.size());
        }
        return ends;
    }
}
