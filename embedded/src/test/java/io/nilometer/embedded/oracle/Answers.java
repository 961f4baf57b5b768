package io.nilometer.embedded.oracle;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Compares rows of ours with Spark's: multisets, since every row of a metric has its own window and key. */
final class Answers {

    private Answers() {}

    /**
     * What is different; empty when nothing is.
     *
     * @param keys how many columns from the left tell rows apart
     * @param tolerances of doubles, by column
     */
    static Optional<String> difference(
            List<io.nilometer.api.Row> ours, List<Row> sparks, int keys, List<Double> tolerances) {
        List<List<@Nullable Object>> left = new ArrayList<>();
        ours.forEach(row -> left.add(row.values()));
        List<List<@Nullable Object>> right = new ArrayList<>();
        sparks.forEach(row -> right.add(list(row)));
        left.sort((a, b) ->
                a.subList(0, keys).toString().compareTo(b.subList(0, keys).toString()));
        right.sort((a, b) ->
                a.subList(0, keys).toString().compareTo(b.subList(0, keys).toString()));
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            if (i >= left.size() || i >= right.size()) {
                return Optional.of(
                        left.size() + " rows, Spark has " + right.size() + "; ours " + left + "\nSpark's " + right);
            }
            for (int column = 0; column < right.get(i).size(); column++) {
                if (!equal(left.get(i).get(column), right.get(i).get(column), tolerances.get(column))) {
                    return Optional.of("column " + column + " of " + left.get(i) + "\nSpark: " + right.get(i));
                }
            }
            if (left.get(i).size() != right.get(i).size()) {
                return Optional.of("width of " + left.get(i) + "\nSpark: " + right.get(i));
            }
        }
        return Optional.empty();
    }

    private static boolean equal(@Nullable Object ours, @Nullable Object spark, double tolerance) {
        if (ours instanceof List<?> one && spark instanceof List<?> other) {
            boolean same = one.size() == other.size();
            for (int i = 0; same && i < one.size(); i++) {
                same = equal(one.get(i), other.get(i), tolerance);
            }
            return same;
        }
        if (tolerance > 0.1 && ours instanceof Long one && spark instanceof Long other) {
            return Math.abs(one - other) <= Math.max(1, tolerance * other);
        }
        if (ours instanceof Double one && spark instanceof Double other) {
            return one.equals(other) || Math.abs(one - other) <= tolerance * Math.abs(other);
        }
        return ours == null ? spark == null : ours.equals(spark);
    }

    private static List<@Nullable Object> list(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(value(row.get(i)));
        }
        return values;
    }

    /** As {@link io.nilometer.api.Row} promises its values. */
    private static @Nullable Object value(@Nullable Object spark) {
        if (spark instanceof Integer || spark instanceof Short || spark instanceof Byte) {
            return ((Number) spark).longValue();
        }
        if (spark instanceof Float real) {
            return real.doubleValue();
        }
        if (spark instanceof scala.collection.Seq<?> seq) {
            List<@Nullable Object> list = new ArrayList<>();
            seq.foreach(element -> list.add(value(element)));
            return list;
        }
        if (spark == null
                || spark instanceof Instant
                || spark instanceof LocalDate
                || spark instanceof BigDecimal
                || spark instanceof String
                || spark instanceof Long
                || spark instanceof Double
                || spark instanceof Boolean) {
            return spark;
        }
        throw new IllegalArgumentException("no such type in the tests: " + spark.getClass());
    }
}
