package io.nilometer.core.aggregate;

import static io.nilometer.core.aggregate.NumericAggregatesTest.present;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.core.aggregate.Cuts.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ApproximatePercentilesTest {

    private static final Object[] PERCENTAGES = {0.0, 0.01, 0.5, 0.9, 0.99, 1.0};
    private static final FieldType.Decimal MONEY = new FieldType.Decimal(12, 2);
    private static final FieldType.Decimal WIDE = new FieldType.Decimal(38, 18);

    @Test
    void of_up_to_1024_distinct_values_they_are_the_values_of_that_rank() {
        for (int distinct : new int[] {1, 2, 255, 256, 257, 1000, 1024}) {
            for (int seed = 0; seed < 8; seed++) {
                Random random = new Random(distinct * 100L + seed);
                exact(Simple.DOUBLE, distinct, 1024, Values::any, random);
                exact(Simple.DOUBLE, distinct, 1024, r -> 1000 + r.nextInt(1000) / 1000.0, random);
                exact(Simple.FLOAT, distinct, 1024, r -> Double.parseDouble(Float.toString(r.nextFloat())), random);
                exact(Simple.LONG, distinct, 1024, Values::anyLong, random);
                exact(Simple.LONG, distinct, 1024, r -> 1_767_225_600_000_000L + r.nextInt(5000), random);
                exact(Simple.INT, distinct, 1024, r -> (long) r.nextInt(), random);
                exact(MONEY, distinct, 1024, r -> Values.decimal(r, 12, 2), random);
                exact(WIDE, distinct, 1024, r -> Values.decimal(r, 38, 18), random);
            }
        }
    }

    @Test
    void accuracy_says_how_many_distinct_values_are_told_apart() {
        Random random = new Random(3);
        exact(Simple.DOUBLE, 20_000, 20_000, Random::nextGaussian, random);
        exact(Simple.LONG, 5_000, 5_000, Random::nextLong, random);
        exact(WIDE, 3_000, 3_000, r -> Values.decimal(r, 38, 18), random);
    }

    @Test
    void of_more_values_they_are_what_the_longest_prefixes_that_fit_say_whatever_the_cuts() {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            many(Simple.DOUBLE, Values::any, random);
            many(Simple.DOUBLE, r -> Double.longBitsToDouble(r.nextLong()), random);
            many(Simple.DOUBLE, r -> 1000 + r.nextDouble(), random);
            many(Simple.DOUBLE, r -> Math.exp(5 + 2 * r.nextGaussian()), random);
            many(Simple.LONG, Random::nextLong, random);
            many(Simple.LONG, r -> r.nextLong() >> r.nextInt(63), random);
            many(Simple.LONG, r -> 1_767_225_600_000_000L + r.nextInt(60_000_000), random);
            many(Simple.LONG, r -> Long.MIN_VALUE + r.nextInt(100_000), random);
            many(MONEY, r -> Values.decimal(r, 12, 2), random);
            many(WIDE, r -> Values.decimal(r, 38, 18), random);
        }
    }

    @Test
    void many_response_times_are_told_within_one_percent_and_times_of_an_hour_within_seconds() {
        Random random = new Random(9);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            events.add(Event.of(0, i, Math.exp(5 + 2 * random.nextGaussian())));
        }
        List<Object> sorted = sorted(events);
        List<?> found = (List<?>) Cuts.result(spec(Simple.DOUBLE, 1024), events, random);
        for (int i = 0; i < PERCENTAGES.length; i++) {
            double wanted = (Double) at(sorted, (Double) PERCENTAGES[i]);
            assertThat(Math.abs((Double) found.get(i) - wanted)).isLessThanOrEqualTo(wanted * 0.01);
        }
        events.replaceAll(
                event -> Event.of(0, event.position(), 1_767_225_600_000_000L + (long) (3600e6 * random.nextDouble())));
        sorted = sorted(events);
        found = (List<?>) Cuts.result(spec(Simple.LONG, 1024), events, random);
        for (int i = 0; i < PERCENTAGES.length; i++) {
            long wanted = (Long) at(sorted, (Double) PERCENTAGES[i]);
            assertThat(Math.abs((Long) found.get(i) - wanted)).isLessThanOrEqualTo(5_000_000);
        }
    }

    /** Events with so many distinct values at most, each about twice. */
    private static void exact(
            FieldType type, int distinct, int accuracy, Function<Random, Object> value, Random random) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < distinct; i++) {
            values.add(value.apply(random));
        }
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 2 * distinct; i++) {
            events.add(Event.of(0, i, values.get(i < distinct ? i : random.nextInt(distinct))));
            if (random.nextInt(8) == 0) {
                events.add(Event.of(0, i, (Object) null));
            }
        }
        Collections.shuffle(events, random);
        List<Object> sorted = sorted(events);
        List<Object> expected = new ArrayList<>();
        for (Object percentage : PERCENTAGES) {
            expected.add(at(sorted, (Double) percentage));
        }
        assertThat(Cuts.result(spec(type, accuracy), events, random))
                .as("%s of %s", distinct, type.sql())
                .isEqualTo(expected);
    }

    private static void many(FieldType type, Function<Random, Object> value, Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = 1025 + random.nextInt(3000); i > 0; i--) {
            events.add(Event.of(0, i, value.apply(random)));
        }
        List<Object> sorted = sorted(events);
        List<Object> expected = new ArrayList<>();
        for (Object percentage : PERCENTAGES) {
            expected.add(byPrefix(sorted, (Double) percentage, 1024));
        }
        for (int cut = 0; cut < 3; cut++) {
            Collections.shuffle(events, random);
            assertThat(Cuts.result(spec(type, 1024), events, random))
                    .as(type.sql())
                    .isEqualTo(expected);
        }
    }

    private static AggregateSpec spec(FieldType type, int accuracy) {
        List<Object> parameters = new ArrayList<>(List.of(PERCENTAGES));
        parameters.add(true);
        parameters.add(accuracy);
        return Cuts.spec(AggregateFunction.PERCENTILE_APPROX, type, new FieldType.Array(type), parameters.toArray());
    }

    private static Object at(List<Object> sorted, double percentage) {
        return sorted.get(Math.max(0, (int) Math.ceil(percentage * sorted.size()) - 1));
    }

    /** The answer as the definition has it, with digits of binary numbers as texts. */
    private static Object byPrefix(List<Object> sorted, double percentage, int capacity) {
        int digits = sorted.get(0) instanceof Double ? 63 : sorted.get(0) instanceof Long ? 64 : 127;
        while (sorted.stream().map(prefix(digits)).distinct().count() > capacity) {
            digits--;
        }
        int shown = digits;
        int rank = (int) Math.ceil(percentage * sorted.size());
        Object exact = at(sorted, percentage);
        String prefix = prefix(digits).apply(exact);
        if (rank <= 1 || rank == sorted.size() || !prefix.endsWith("?")) {
            return exact;
        }
        List<Object> alike = sorted.stream()
                .filter(value -> prefix(shown).apply(value).equals(prefix))
                .toList();
        double share = (rank - sorted.indexOf(alike.get(0)) - 0.5) / alike.size();
        Object middle = within(prefix, share, exact);
        Comparator<Object> order = DistinctAndBytesTest::compare;
        return order.compare(middle, sorted.get(0)) < 0
                ? sorted.get(0)
                : order.compare(middle, sorted.get(sorted.size() - 1)) > 0 ? sorted.get(sorted.size() - 1) : middle;
    }

    /** The first binary digits of a number, question marks for the others. */
    private static Function<Object, String> prefix(int digits) {
        return value -> {
            String all = binary(value);
            return all.startsWith("=") || all.length() - 1 <= digits
                    ? all
                    : all.substring(0, digits + 1) + "?".repeat(all.length() - 1 - digits);
        };
    }

    /** Sign, then the digits. */
    private static String binary(Object value) {
        if (value instanceof Double number) {
            String size = Long.toBinaryString(Double.doubleToLongBits(Math.abs(number)));
            return Double.isFinite(number)
                    ? (number < 0 ? "-" : "+") + "0".repeat(63 - size.length()) + size
                    : "=" + number;
        }
        BigInteger whole =
                value instanceof Long number ? BigInteger.valueOf(number) : ((BigDecimal) value).unscaledValue();
        return (whole.signum() < 0 ? "-" : "+") + whole.abs().toString(2);
    }

    /** A prefix and the share, from small to large, of the values that it stands for. */
    private static Object within(String prefix, double share, Object like) {
        boolean negative = prefix.startsWith("-");
        int open = prefix.length() - prefix.replace("?", "").length();
        BigInteger step = new BigDecimal(negative ? 1 - share : share)
                .multiply(BigDecimal.valueOf(2).pow(open))
                .toBigInteger();
        BigInteger size = new BigInteger(prefix.substring(1).replace('?', '0'), 2).add(step);
        if (like instanceof Double) {
            double number = Double.longBitsToDouble(size.longValue());
            number = Double.isFinite(number) ? number : Double.MAX_VALUE;
            return negative ? -number : number;
        }
        BigInteger whole = negative ? size.negate() : size;
        return like instanceof Long ? (Object) whole.longValue() : new BigDecimal(whole, ((BigDecimal) like).scale());
    }

    private static List<Object> sorted(List<Event> events) {
        UnaryOperator<Object> plainZero = value -> value.equals(-0.0) ? (Object) 0.0 : value;
        return present(events).stream()
                .map(plainZero)
                .sorted(DistinctAndBytesTest::compare)
                .toList();
    }
}
