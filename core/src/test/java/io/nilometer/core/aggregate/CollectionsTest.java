package io.nilometer.core.aggregate;

import static io.nilometer.core.aggregate.NumericAggregatesTest.present;
import static io.nilometer.core.aggregate.NumericAggregatesTest.seeds;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.core.aggregate.Cuts.Event;
import io.nilometer.core.aggregate.Cuts.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CollectionsTest {

    static final Comparator<Event> ORDER = Comparator.comparingLong(Event::time)
            .thenComparingLong(Event::partition)
            .thenComparingLong(Event::position)
            .thenComparingInt(Event::index);
    private static final FieldType TEXTS = new FieldType.Array(Simple.STRING);

    @Test
    void collects_sets_in_order_of_value_and_keeps_the_smallest() {
        seeds(random -> {
            List<Event> events = Values.events(random, 60, Values::text);
            int limit = 1 + random.nextInt(40);
            List<Object> all = present(events).stream()
                    .distinct()
                    .sorted(DistinctAndBytesTest::compare)
                    .toList();
            check(AggregateFunction.COLLECT_SET, TEXTS, limit, events, random, cut(all, limit), all.size() > limit);
        });
    }

    @Test
    void collects_lists_in_order_of_events_and_keeps_the_first() {
        seeds(random -> {
            List<Event> events = Values.events(random, 90, Values::text);
            int limit = 1 + random.nextInt(40);
            List<Object> all = present(events.stream().sorted(ORDER).toList());
            check(AggregateFunction.COLLECT_LIST, TEXTS, limit, events, random, cut(all, limit), all.size() > limit);
            List<Object> distinct = all.stream().distinct().toList();
            AggregateSpec spec = new AggregateSpec(
                    AggregateFunction.COLLECT_LIST, true, List.of(Simple.STRING), TEXTS, List.of(), limit, null, "");
            assertThat(Cuts.outcome(spec, events, random))
                    .isEqualTo(new Outcome(cut(distinct, limit), distinct.size() > limit));
        });
    }

    @Test
    void takes_the_first_and_last_value_with_or_without_nulls() {
        seeds(random -> {
            List<Event> events = Values.events(random, 20, Values::text);
            for (boolean skipNulls : new boolean[] {true, false}) {
                List<Event> sorted = events.stream()
                        .filter(e -> !skipNulls || e.value() != null)
                        .sorted(ORDER)
                        .toList();
                Object first = sorted.isEmpty() ? null : sorted.get(0).value();
                Object last =
                        sorted.isEmpty() ? null : sorted.get(sorted.size() - 1).value();
                assertThat(Cuts.result(
                                Cuts.spec(AggregateFunction.FIRST, Simple.STRING, Simple.STRING, skipNulls),
                                events,
                                random))
                        .isEqualTo(first);
                assertThat(Cuts.result(
                                Cuts.spec(AggregateFunction.LAST, Simple.STRING, Simple.STRING, skipNulls),
                                events,
                                random))
                        .isEqualTo(last);
            }
        });
    }

    @Test
    void takes_the_value_of_the_largest_and_smallest_key_latest_first() {
        seeds(random -> {
            List<Event> events = new ArrayList<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                Object key = random.nextInt(6) == 0 ? null : Values.finite(random) * (random.nextInt(3) - 1);
                events.add(Event.of(random.nextInt(9), i, random.nextInt(6) == 0 ? null : Values.text(random), key));
            }
            byKey(AggregateFunction.MAX_BY, 1, events, random);
            byKey(AggregateFunction.MIN_BY, -1, events, random);
        });
    }

    @Test
    void takes_the_most_frequent_value_and_of_several_the_one_seen_first() {
        AggregateSpec spec = Cuts.spec(AggregateFunction.MODE, Simple.LONG, Simple.LONG);
        seeds(random -> {
            List<Event> events = Values.events(random, 40, r -> (long) r.nextInt(8) - 4);
            List<Object> ordered = present(events.stream().sorted(ORDER).toList());
            Map<Object, Long> counts = ordered.stream().collect(Collectors.groupingBy(v -> v, Collectors.counting()));
            Object expected = ordered.stream()
                    .min(Comparator.comparingLong((Object v) -> -counts.getOrDefault(v, 0L))
                            .thenComparingInt(ordered::indexOf))
                    .orElse(null);
            assertThat(Cuts.result(spec, events, random)).isEqualTo(expected);
        });
    }

    @Test
    void a_capped_mode_is_that_of_the_smallest_values() {
        seeds(random -> {
            List<Event> events = Values.events(random, 60, r -> (long) r.nextInt(30));
            int limit = 1 + random.nextInt(10);
            AggregateSpec spec = new AggregateSpec(
                    AggregateFunction.MODE, false, List.of(Simple.LONG), Simple.LONG, List.of(), limit, null, "");
            TreeMap<Object, Long> counts = new TreeMap<>();
            present(events).forEach(v -> counts.merge(v, 1L, Long::sum));
            List<Object> kept = counts.keySet().stream().limit(limit).toList();
            Outcome outcome = Cuts.outcome(spec, events, random);
            assertThat(outcome.capped()).isEqualTo(counts.size() > limit);
            long most = kept.stream()
                    .mapToLong(v -> counts.getOrDefault(v, 0L))
                    .max()
                    .orElse(0);
            assertThat(outcome.value() == null ? 0 : counts.getOrDefault(outcome.value(), 0L))
                    .isEqualTo(most);
            assertThat(outcome.value() == null || kept.contains(outcome.value()))
                    .isTrue();
            assertThat(Cuts.outcome(spec, events, random)).isEqualTo(outcome);
        });
    }

    private static void byKey(AggregateFunction function, int sign, List<Event> events, Random random) {
        AggregateSpec spec = new AggregateSpec(
                function,
                false,
                List.of(Simple.STRING, Simple.DOUBLE),
                Simple.STRING,
                List.of(),
                10,
                null,
                function.name());
        Comparator<Event> order = Comparator.comparingDouble(e -> sign * key(e) + 0.0);
        Event best = events.stream()
                .filter(e -> e.values().get(1) != null)
                .max(order.thenComparing(ORDER))
                .orElse(null);
        assertThat(Cuts.result(spec, events, random)).isEqualTo(best == null ? null : best.value());
    }

    private static double key(Event event) {
        return event.values().get(1) instanceof Double key ? key + 0.0 : Double.NaN;
    }

    private static void check(
            AggregateFunction function,
            FieldType result,
            int limit,
            List<Event> events,
            Random random,
            @Nullable Object expected,
            boolean capped) {
        AggregateSpec spec = new AggregateSpec(
                function, false, List.of(Simple.STRING), result, List.of(), limit, null, function.name());
        assertThat(Cuts.outcome(spec, events, random)).isEqualTo(new Outcome(expected, capped));
    }

    private static List<Object> cut(List<Object> all, int limit) {
        return all.subList(0, Math.min(limit, all.size()));
    }
}
