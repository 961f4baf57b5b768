package io.nilometer.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured at a steady rate; the last lines are what other tools read. */
final class SteadyReport {

    private final Map<String, Sample> samples = new LinkedHashMap<>();

    void add(String name, Sample sample) {
        samples.put(name, sample);
    }

    void print(PrintStream out) {
        samples.forEach((name, sample) -> Table.details(name, List.of(sample), out));
        samples.forEach((name, sample) -> out.println(String.format(
                Locale.ROOT,
                "%s_batch_ms p50 %.1f p99 %.1f max %.1f behind %.0f",
                name,
                sample.number("batch_p50_ms"),
                sample.number("batch_p99_ms"),
                sample.number("batch_max_ms"),
                sample.number("behind_at_end"))));
    }
}
