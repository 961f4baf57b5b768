package io.nilometer.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers of one measured process, by name. */
record Sample(Map<String, Double> numbers) {

    static final String PREFIX = "measured: ";

    /** From the line that {@link Meter#print} printed. */
    static Sample parse(String line) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String number : line.substring(PREFIX.length()).split(" ")) {
            int equals = number.indexOf('=');
            numbers.put(number.substring(0, equals), Double.parseDouble(number.substring(equals + 1)));
        }
        return new Sample(numbers);
    }

    double rate() {
        return numbers.getOrDefault("events_per_second", Double.NaN);
    }

    /** The median of a number over several samples. */
    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
