package io.nilometer.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The table of all rounds; its last line is what other tools read. */
final class Report {

    private final List<Sample> bare = new ArrayList<>();
    private final List<Sample> runs = new ArrayList<>();

    /** Adds a pair measured right after each other. */
    void add(Sample bareConsumer, Sample run) {
        bare.add(bareConsumer);
        runs.add(run);
    }

    void print(PrintStream out) {
        table("bare consumer", bare, out);
        table("nilometer", runs, out);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < bare.size(); round++) {
            ratios.add(runs.get(round).rate() / bare.get(round).rate());
        }
        out.println(String.format(Locale.ROOT, "ratio_to_bare_consumer %.3f", Sample.median(ratios)));
    }

    private static void table(String title, List<Sample> samples, PrintStream out) {
        Set<String> names = new LinkedHashSet<>();
        samples.forEach(sample -> names.addAll(sample.numbers().keySet()));
        out.println(title + " (one column a round)");
        for (String name : names) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-20s", name));
            for (Sample sample : samples) {
                double value = sample.numbers().getOrDefault(name, Double.NaN);
                line.append(String.format(Locale.ROOT, Math.abs(value) < 1_000 ? " %15.3f" : " %,15.0f", value));
            }
            out.println(line);
        }
    }
}
