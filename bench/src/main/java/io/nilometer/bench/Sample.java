package io.nilometer.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one measured process printed.
 *
 * @param numbers by name
 * @param breakdown where its time went, in its own words; empty when it does not say
 */
record Sample(Map<String, Double> numbers, String breakdown) {

    static final String PREFIX = "measured: ";
    static final String BREAKDOWN = "breakdown: ";

    /** @param measured the line that {@link Meter#print} printed */
    static Sample parse(String measured, String breakdown) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String number : measured.substring(PREFIX.length()).split(" ")) {
            int equals = number.indexOf('=');
            numbers.put(number.substring(0, equals), Double.parseDouble(number.substring(equals + 1)));
        }
        return new Sample(numbers, breakdown);
    }

    double number(String name) {
        return numbers.getOrDefault(name, Double.NaN);
    }

    double rate() {
        return number("events_per_second");
    }

    /** The median of a number over several samples. */
    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
