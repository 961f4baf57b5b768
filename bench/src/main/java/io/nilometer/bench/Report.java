package io.nilometer.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of all rounds; the last lines are what other tools read. */
final class Report {

    static final String BARE_CONSUMER = "bare consumer";

    private static final String EMBEDDED = Way.EMBEDDED.toString();
    private static final String SPARK = Way.SPARK.toString();
    private static final String TUTORIALS = Way.TUTORIALS.toString();

    private final Map<String, List<Sample>> measured = new LinkedHashMap<>();

    /** Adds a sample; the first ones of all names make a round, the second ones the next, and so on. */
    void add(String name, Sample sample) {
        measured.computeIfAbsent(name, key -> new ArrayList<>()).add(sample);
    }

    void print(PrintStream out) {
        measured.forEach((name, samples) -> Table.details(name, samples, out));
        Table.summary(measured, out);
        ratio("embedded_ratio_to_tutorials", EMBEDDED, TUTORIALS, out);
        ratio("spark_ratio_to_tutorials", SPARK, TUTORIALS, out);
        ratio("spark_ratio_to_bare_consumer", SPARK, BARE_CONSUMER, out);
        ratio("ratio_to_bare_consumer", EMBEDDED, BARE_CONSUMER, out);
    }

    /** Of events per second; the median of the rounds. Nothing when one of them was not measured. */
    private void ratio(String title, String name, String base, PrintStream out) {
        List<Sample> samples = measured.getOrDefault(name, List.of());
        List<Sample> bases = measured.getOrDefault(base, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(samples.size(), bases.size()); round++) {
            ratios.add(samples.get(round).rate() / bases.get(round).rate());
        }
        if (!ratios.isEmpty()) {
            out.println(String.format(Locale.ROOT, "%s %.3f", title, Sample.median(ratios)));
        }
    }
}
