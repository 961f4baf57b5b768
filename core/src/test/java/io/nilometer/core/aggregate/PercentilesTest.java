package io.nilometer.core.aggregate;

import static io.nilometer.core.aggregate.NumericAggregatesTest.present;
import static io.nilometer.core.aggregate.NumericAggregatesTest.seeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.core.aggregate.Cuts.Event;
import io.nilometer.core.aggregate.Cuts.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    private static final FieldType DOUBLES = new FieldType.Array(Simple.DOUBLE);

    @Test
    void approximate_percentiles_of_few_values_are_values_of_rank() {
        FieldType.Decimal money = new FieldType.Decimal(12, 2);
        seeds(random -> {
            double p = random.nextInt(5) / 4.0;
            few(Simple.DOUBLE, Values.events(random, 256, Values::any), p, random);
            few(Simple.LONG, Values.events(random, 40, Values::anyLong), p, random);
            few(money, Values.events(random, 40, r -> Values.decimal(r, 12, 2)), p, random);
        });
    }

    @Test
    void approximate_percentiles_of_many_values_are_within_one_percent_and_the_same_for_all_cuts() {
        AggregateSpec spec =
                Cuts.spec(AggregateFunction.PERCENTILE_APPROX, Simple.DOUBLE, DOUBLES, 0.0, 0.01, 0.5, 0.99, 1.0, true);
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Event> events = new ArrayList<>();
            for (int i = 257 + random.nextInt(2000); i > 0; i--) {
                events.add(Event.of(0, i, Values.any(random)));
            }
            List<Double> sorted = sorted(events);
            Object all = Cuts.result(spec, events, random);
            List<?> actual = (List<?>) Objects.requireNonNull(all);
            double[] percentages = {0, 0.01, 0.5, 0.99, 1};
            for (int i = 0; i < percentages.length; i++) {
                double wanted = sorted.get(Math.max(0, (int) Math.ceil(percentages[i] * sorted.size()) - 1));
                double found = (Double) actual.get(i);
                if (Double.isFinite(wanted)) {
                    assertThat(found)
                            .as("seed %s", seed)
                            .isEqualTo(wanted, Offset.offset(Math.abs(wanted) * 0.0101 + 1e-300));
                } else {
                    // Boxed: NaN equals NaN.
                    assertThat((Object) found).as("seed %s", seed).isEqualTo(wanted);
                }
            }
            for (int cut = 0; cut < 5; cut++) {
                assertThat(Cuts.result(spec, events, random))
                        .as("seed %s", seed)
                        .isEqualTo(all);
            }
        }
    }

    @Test
    void approximate_percentiles_of_many_longs_stay_within_their_range() {
        AggregateSpec spec = Cuts.spec(AggregateFunction.PERCENTILE_APPROX, Simple.LONG, Simple.LONG, 0.9, false);
        Random random = new Random(5);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            events.add(Event.of(0, i, Long.MAX_VALUE - i));
        }
        assertThat((Long) Cuts.result(spec, events, random)).isBetween(Long.MAX_VALUE - 999, Long.MAX_VALUE);
    }

    @Test
    void exact_percentiles_interpolate_and_say_when_they_were_capped() {
        seeds(random -> {
            List<Event> events = Values.events(random, 60, r -> (double) r.nextInt(40) - 20);
            int limit = 1 + random.nextInt(30);
            AggregateSpec spec = new AggregateSpec(
                    AggregateFunction.PERCENTILE,
                    false,
                    List.of(Simple.DOUBLE),
                    DOUBLES,
                    List.of(0.0, 0.3, 0.5, 1.0, true),
                    limit,
                    null,
                    "");
            List<Double> sorted = sorted(events);
            int kept = kept(sorted, limit);
            List<@Nullable Object> expected = new ArrayList<>();
            for (double p : new double[] {0, 0.3, 0.5, 1}) {
                expected.add(interpolated(sorted, p, kept));
            }
            boolean capped = new HashSet<>(sorted).size() > limit;
            assertThat(Cuts.outcome(spec, events, random))
                    .isEqualTo(new Outcome(sorted.isEmpty() ? null : expected, capped));
        });
    }

    @Test
    void approximate_distinct_counts_are_near_and_the_same_for_all_cuts() {
        AggregateSpec spec = Cuts.spec(AggregateFunction.APPROX_COUNT_DISTINCT, Simple.STRING, Simple.LONG);
        AggregateSpec sharp = Cuts.spec(AggregateFunction.APPROX_COUNT_DISTINCT, Simple.LONG, Simple.LONG, 0.01);
        for (int distinct : new int[] {0, 1, 2, 10, 100, 300, 1000, 5000, 40_000}) {
            Random random = new Random(distinct);
            List<Event> texts = new ArrayList<>();
            List<Event> longs = new ArrayList<>();
            for (int i = 0; i < distinct * 2; i++) {
                texts.add(Event.of(0, i, "user" + i / 2));
                longs.add(Event.of(0, i, (long) i / 2));
            }
            Object estimate = Cuts.result(spec, texts, random);
            assertThat((Long) estimate).isCloseTo(distinct, Offset.offset((long) Math.ceil(distinct * 0.15)));
            assertThat((Long) Cuts.result(sharp, longs, random))
                    .isCloseTo(distinct, Offset.offset((long) Math.ceil(distinct * 0.03)));
            for (int cut = 0; cut < 5; cut++) {
                assertThat(Cuts.result(spec, texts, random)).isEqualTo(estimate);
            }
        }
    }

    private static void few(FieldType type, List<Event> events, double p, Random random) {
        List<Object> sorted =
                present(events).stream().sorted(DistinctAndBytesTest::compare).toList();
        Object expected = sorted.isEmpty() ? null : sorted.get(Math.max(0, (int) Math.ceil(p * sorted.size()) - 1));
        AggregateSpec spec = Cuts.spec(AggregateFunction.PERCENTILE_APPROX, type, type, p, false);
        assertThat(Cuts.result(spec, events, random)).isEqualTo(expected);
    }

    private static List<Double> sorted(List<Event> events) {
        return present(events).stream().map(v -> (Double) v).sorted().toList();
    }

    /** How many of the values are among the smallest distinct ones. */
    private static int kept(List<Double> sorted, int limit) {
        List<Double> distinct = sorted.stream().distinct().toList();
        return distinct.size() <= limit ? sorted.size() : sorted.indexOf(distinct.get(limit));
    }

    private static @Nullable Object interpolated(List<Double> sorted, double p, int kept) {
        double rank = (sorted.size() - 1) * p;
        int low = (int) Math.floor(rank);
        int high = (int) Math.ceil(rank);
        if (sorted.isEmpty() || high >= kept) {
            return null;
        }
        return low == high || sorted.get(low).equals(sorted.get(high))
                ? sorted.get(low)
                : (Object) ((high - rank) * sorted.get(low) + (rank - low) * sorted.get(high));
    }
}
