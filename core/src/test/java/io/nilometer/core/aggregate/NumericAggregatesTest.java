package io.nilometer.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.core.aggregate.Cuts.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NumericAggregatesTest {

    private static final int ROUNDS = 2_000;

    @Test
    void counts_rows_without_nulls_and_true_conditions() {
        AggregateSpec all = new AggregateSpec(
                AggregateFunction.COUNT, false, List.of(), Simple.LONG, List.of(), 10, null, "count(*)");
        AggregateSpec set = Cuts.spec(AggregateFunction.COUNT, Simple.DOUBLE, Simple.LONG);
        AggregateSpec met = Cuts.spec(AggregateFunction.COUNT_IF, Simple.BOOLEAN, Simple.LONG);
        seeds(random -> {
            List<Event> events = Values.events(random, 60, Random::nextBoolean);
            assertThat(Cuts.result(met, events, random))
                    .isEqualTo(events.stream()
                            .filter(e -> Boolean.TRUE.equals(e.value()))
                            .count());
            List<Event> doubles = Values.events(random, 60, Values::any);
            assertThat(Cuts.result(set, doubles, random))
                    .isEqualTo(doubles.stream().filter(e -> e.value() != null).count());
            List<Event> bare = doubles.stream()
                    .map(e -> new Event(e.time(), 0, e.position(), 0, List.of()))
                    .toList();
            assertThat(Cuts.result(all, bare, random)).isEqualTo((long) bare.size());
        });
    }

    @Test
    void sums_integers_exactly_and_says_when_the_sum_does_not_fit() {
        AggregateSpec spec = Cuts.spec(AggregateFunction.SUM, Simple.LONG, Simple.LONG);
        AggregateSpec distinct = new AggregateSpec(
                AggregateFunction.SUM, true, List.of(Simple.LONG), Simple.LONG, List.of(), 10_000, null, "sum");
        seeds(random -> {
            List<Event> events = Values.events(random, 60, Values::anyLong);
            List<BigInteger> values = present(events).stream()
                    .map(value -> BigInteger.valueOf((Long) value))
                    .toList();
            assertThat(Cuts.outcome(spec, events, random)).isEqualTo(sum(values));
            assertThat(Cuts.outcome(distinct, events, random))
                    .isEqualTo(sum(values.stream().distinct().toList()));
        });
    }

    private static Cuts.Outcome sum(List<BigInteger> values) {
        BigInteger sum = values.stream().reduce(BigInteger.ZERO, BigInteger::add);
        boolean fits = sum.bitLength() < Long.SIZE;
        return new Cuts.Outcome(values.isEmpty() || !fits ? null : (Object) sum.longValue(), false, !fits);
    }

    @Test
    void sums_of_doubles_do_not_depend_on_20_000_cuts() {
        AggregateSpec spec = Cuts.spec(AggregateFunction.SUM, Simple.DOUBLE, Simple.DOUBLE);
        Random random = new Random(20);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(Event.of(i, i, Values.benign(random)));
        }
        double expected = exactSum(events).doubleValue();
        for (int cut = 0; cut < 20_000; cut++) {
            assertThat(Cuts.result(spec, events, random)).isEqualTo(expected);
        }
    }

    @Test
    void sums_and_averages_doubles_as_exact_arithmetic_does() {
        AggregateSpec sum = Cuts.spec(AggregateFunction.SUM, Simple.DOUBLE, Simple.DOUBLE);
        AggregateSpec avg = Cuts.spec(AggregateFunction.AVG, Simple.DOUBLE, Simple.DOUBLE);
        seeds(random -> {
            List<Event> events = Values.events(random, 60, Values::finite);
            Object total = Cuts.result(sum, events, random);
            Object mean = Cuts.result(avg, events, random);
            List<Object> values = present(events);
            if (values.isEmpty()) {
                assertThat(total).isNull();
                assertThat(mean).isNull();
                return;
            }
            BigDecimal exact = exactSum(events);
            BigDecimal size =
                    values.stream().map(v -> new BigDecimal((Double) v).abs()).reduce(BigDecimal.ZERO, BigDecimal::add);
            near((Double) total, exact, size);
            BigDecimal count = BigDecimal.valueOf(values.size());
            near(
                    (Double) mean,
                    exact.divide(count, MathContext.DECIMAL128),
                    size.divide(count, MathContext.DECIMAL128));
        });
    }

    @Test
    void infinities_and_nan_come_out_of_sums_as_they_went_in() {
        AggregateSpec sum = Cuts.spec(AggregateFunction.SUM, Simple.FLOAT, Simple.DOUBLE);
        AggregateSpec stddev = Cuts.spec(AggregateFunction.STDDEV_POPULATION, Simple.DOUBLE, Simple.DOUBLE);
        seeds(random -> {
            List<Event> events = Values.events(random, 30, Values::any);
            double special = present(events).stream()
                    .mapToDouble(v -> (Double) v)
                    .filter(v -> !Double.isFinite(v))
                    .sum();
            if (special != 0) {
                assertThat(Cuts.result(sum, events, random)).isEqualTo(special);
                assertThat(Cuts.result(stddev, events, random)).isEqualTo(Double.NaN);
            }
        });
    }

    @Test
    void averages_integers_beyond_the_range_of_long() {
        AggregateSpec avg = Cuts.spec(AggregateFunction.AVG, Simple.LONG, Simple.DOUBLE);
        seeds(random -> {
            List<Event> events = Values.events(random, 60, Values::anyLong);
            Object mean = Cuts.result(avg, events, random);
            List<Object> values = present(events);
            if (values.isEmpty()) {
                assertThat(mean).isNull();
                return;
            }
            BigDecimal exact = values.stream()
                    .map(v -> new BigDecimal((double) (Long) v))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(mean).isEqualTo(exact.doubleValue() / values.size());
        });
    }

    @Test
    void sums_decimals_exactly_and_gives_null_when_the_type_is_too_small() {
        seeds(random -> {
            int precision = 1 + random.nextInt(38);
            int scale = random.nextInt(precision + 1);
            FieldType.Decimal type = new FieldType.Decimal(precision, scale);
            FieldType.Decimal total = new FieldType.Decimal(Math.min(38, precision + 10), scale);
            FieldType.Decimal mean =
                    new FieldType.Decimal(Math.min(38, precision + 4), Math.min(38 - precision + scale, scale + 4));
            List<Event> events = Values.events(random, 60, r -> Values.decimal(r, precision, scale));
            Object sum = Cuts.result(Cuts.spec(AggregateFunction.SUM, type, total), events, random);
            Object avg = Cuts.result(Cuts.spec(AggregateFunction.AVG, type, mean), events, random);
            List<Object> values = present(events);
            BigDecimal exact =
                    values.stream().map(v -> (BigDecimal) v).reduce(BigDecimal.ZERO.setScale(scale), BigDecimal::add);
            if (values.isEmpty() || exact.unscaledValue().abs().compareTo(BigInteger.TEN.pow(total.precision())) >= 0) {
                assertThat(sum).isNull();
                assertThat(avg).isNull();
            } else {
                assertThat(sum).isEqualTo(exact);
                BigDecimal quotient = exact.divide(BigDecimal.valueOf(values.size()), 38, RoundingMode.HALF_DOWN);
                assertThat(avg).isEqualTo(quotient.setScale(mean.scale(), RoundingMode.HALF_UP));
            }
        });
    }

    @Test
    void variances_are_those_of_exact_arithmetic_whatever_cancels() {
        seeds(random -> {
            double offset =
                    random.nextBoolean() ? 0 : random.nextInt(5) == 0 ? 1e300 : Math.pow(10, random.nextInt(16));
            double width = random.nextInt(4) == 0 ? Math.ulp(offset) : 1 + offset * Math.pow(10, -random.nextInt(12));
            List<Event> events =
                    Values.events(random, 60, r -> offset + width * r.nextInt(random.nextInt(8) == 0 ? 1 : 1000));
            variance(AggregateFunction.VARIANCE_SAMPLE, 1, false, events, random);
            variance(AggregateFunction.VARIANCE_POPULATION, 0, false, events, random);
            variance(AggregateFunction.STDDEV_SAMPLE, 1, true, events, random);
            variance(AggregateFunction.STDDEV_POPULATION, 0, true, events, random);
        });
    }

    @Test
    void equal_values_have_no_deviation_at_all() {
        AggregateSpec stddev = Cuts.spec(AggregateFunction.STDDEV_SAMPLE, Simple.DOUBLE, Simple.DOUBLE);
        seeds(random -> {
            double value = Values.benign(random);
            List<Event> events = new ArrayList<>();
            for (int i = random.nextInt(500); i >= -2; i--) {
                events.add(Event.of(i, i + 2, value));
            }
            assertThat(Cuts.result(stddev, events, random)).isEqualTo(0.0);
        });
    }

    @Test
    void finds_the_smallest_and_largest_long_double_and_boolean() {
        seeds(random -> {
            extremes(
                    Simple.LONG,
                    Values.events(random, 40, Values::anyLong),
                    Comparator.comparing(v -> (Long) v),
                    random);
            extremes(
                    Simple.DOUBLE,
                    Values.events(random, 40, Values::any),
                    Comparator.comparing(v -> (Double) v),
                    random);
            List<Event> flags = Values.events(random, 5, Random::nextBoolean);
            extremes(Simple.BOOLEAN, flags, Comparator.comparing(v -> (Boolean) v), random);
            Object and =
                    present(flags).isEmpty() ? null : present(flags).stream().allMatch(v -> (Boolean) v);
            assertThat(Cuts.result(
                            Cuts.spec(AggregateFunction.BOOL_AND, Simple.BOOLEAN, Simple.BOOLEAN), flags, random))
                    .isEqualTo(and);
            Object or =
                    present(flags).isEmpty() ? null : present(flags).stream().anyMatch(v -> (Boolean) v);
            assertThat(Cuts.result(Cuts.spec(AggregateFunction.BOOL_OR, Simple.BOOLEAN, Simple.BOOLEAN), flags, random))
                    .isEqualTo(or);
        });
    }

    static void extremes(FieldType type, List<Event> events, Comparator<Object> order, Random random) {
        List<Object> values = present(events);
        Object smallest = values.stream().min(order).orElse(null);
        Object largest = values.stream().max(order).orElse(null);
        assertThat(Cuts.result(Cuts.spec(AggregateFunction.MIN, type, type), events, random))
                .isEqualTo(smallest);
        assertThat(Cuts.result(Cuts.spec(AggregateFunction.MAX, type, type), events, random))
                .isEqualTo(largest);
    }

    static List<Object> present(List<Event> events) {
        return events.stream()
                .<Object>map(Event::value)
                .filter(Objects::nonNull)
                .toList();
    }

    static void seeds(java.util.function.Consumer<Random> body) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            try {
                body.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void variance(
            AggregateFunction function, int less, boolean root, List<Event> events, Random random) {
        Object actual = Cuts.result(Cuts.spec(function, Simple.DOUBLE, Simple.DOUBLE), events, random);
        List<BigDecimal> values =
                present(events).stream().map(v -> new BigDecimal((Double) v)).toList();
        if (values.size() <= less) {
            assertThat(actual).isNull();
            return;
        }
        BigDecimal mean = exactSum(events).divide(BigDecimal.valueOf(values.size()), new MathContext(400));
        BigDecimal squares = values.stream().map(v -> v.subtract(mean).pow(2)).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal variance = squares.divide(BigDecimal.valueOf(values.size() - less), new MathContext(60));
        BigDecimal expected = root ? variance.sqrt(new MathContext(40)) : variance;
        near((Double) Objects.requireNonNull(actual), expected, expected);
        assertThat(Cuts.result(Cuts.spec(function, Simple.DOUBLE, Simple.DOUBLE), events, random))
                .isEqualTo(actual);
    }

    private static void near(@Nullable Double actual, BigDecimal expected, BigDecimal size) {
        double wanted = expected.doubleValue();
        if (!Double.isFinite(wanted)) {
            assertThat(actual).isEqualTo(wanted);
            return;
        }
        BigDecimal tolerance = size.multiply(new BigDecimal("1e-12")).max(new BigDecimal("1e-320"));
        BigDecimal off = new BigDecimal(Objects.requireNonNull(actual))
                .subtract(expected)
                .abs();
        assertThat(off.compareTo(tolerance)).as("%s for %s", actual, wanted).isNotPositive();
    }

    private static BigDecimal exactSum(List<Event> events) {
        return present(events).stream().map(v -> new BigDecimal((Double) v)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
