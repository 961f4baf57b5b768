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
import java.util.Random;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    private static final FieldType DOUBLES = new FieldType.Array(Simple.DOUBLE);

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
