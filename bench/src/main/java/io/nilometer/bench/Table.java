package io.nilometer.bench;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Numbers, as people read them. */
final class Table {

    private Table() {}

    /** One line a name, with the medians of its samples. */
    static void summary(Map<String, List<Sample>> measured, PrintStream out) {
        out.println(String.format(
                Locale.ROOT, "%-15s %12s %13s %12s", "(medians)", "events/s", "CPU µs/event", "peak RSS MB"));
        measured.forEach((name, samples) -> out.println(String.format(
                Locale.ROOT,
                "%-15s %,12.0f %13.2f %,12.0f",
                name,
                median(samples, "events_per_second"),
                median(samples, "cpu_ns_per_event") / 1_000,
                median(samples, "peak_rss_mb"))));
    }

    /** All numbers of some samples, one a line, and where the time went, in their own words. */
    static void details(String title, List<Sample> samples, PrintStream out) {
        Set<String> names = new LinkedHashSet<>();
        samples.forEach(sample -> names.addAll(sample.numbers().keySet()));
        out.println(title + (samples.size() > 1 ? " (one column a round)" : ""));
        for (String name : names) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-20s", name));
            for (Sample sample : samples) {
                double value = sample.number(name);
                line.append(String.format(Locale.ROOT, Math.abs(value) < 1_000 ? " %15.3f" : " %,15.0f", value));
            }
            out.println(line);
        }
        for (Sample sample : samples) {
            if (!sample.breakdown().isEmpty()) {
                out.println("  " + sample.breakdown());
            }
        }
    }

    private static double median(List<Sample> samples, String name) {
        return Sample.median(samples.stream().map(sample -> sample.number(name)).toList());
    }
}
