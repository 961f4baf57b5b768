package io.nilometer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.embedded.HandMade.Windows;
import io.nilometer.embedded.PlainReference.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The promise: final results and the ledger depend on the records and their order within each partition alone. Random
 * windows over random, disordered data, cut at random, on random threads and shards, restarted at random, give what the
 * plain reference gives.
 */
class RandomCutsTest {

    private static final int ROUNDS = 400;
    private static final long SECOND = 1_000_000L;

    @Test
    void any_cut_into_batches_threads_shards_and_restarts_gives_the_results_of_the_plain_reference() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 1_000 + round;
            Random random = new Random(seed);
            List<Windows> metrics = metrics(random);
            List<Event> events = events(random);
            PlainReference.Expected expected = PlainReference.of(metrics, events);
            RandomCuts.Outcome outcome = RandomCuts.run(HandMade.program(metrics), records(events), random);
            Map<String, Object> ledger = outcome.ledger().stream("events").toMap();
            assertThat(text(outcome.rows()))
                    .as("seed %d, metrics %s", seed, metrics)
                    .isEqualTo(expected.rows());
            assertThat(ledger).as("seed %d", seed).containsEntry("late", expected.late());
            assertThat(ledger).as("seed %d", seed).containsEntry("used", events.size() - expected.late());
            assertThat(ledger).as("seed %d", seed).containsEntry("read", (long) events.size());
        }
    }

    private static List<RandomCuts.Record> records(List<Event> events) {
        return events.stream()
                .map(event -> new RandomCuts.Record(
                        event.partition(),
                        (event.time() + "," + event.key() + "," + event.value()).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<Windows> metrics(Random random) {
        List<Windows> metrics = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            long lateness = random.nextInt(4) * 7 * SECOND;
            long slide = (1 + random.nextInt(5)) * 5 * SECOND;
            String name = "m" + i;
            metrics.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new Windows(name, slide, slide, 0, lateness);
                        case 1 -> new Windows(name, slide, slide, 3 * SECOND, lateness);
                        case 2 ->
                            new Windows(
                                    name,
                                    slide + random.nextInt(4) * 5 * SECOND,
                                    slide,
                                    random.nextInt(2) * 2 * SECOND,
                                    lateness);
                        default -> new Windows(name, 0, slide, 0, lateness);
                    });
        }
        return metrics;
    }

    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        int partitions = 1 + random.nextInt(4);
        long[] time = new long[partitions];
        Arrays.fill(time, 1_767_225_600L * SECOND);
        int count = random.nextInt(400);
        for (int i = 0; i < count; i++) {
            int partition = random.nextInt(partitions);
            time[partition] += random.nextInt(4) * SECOND / 2;
            long back = random.nextInt(3) == 0 ? random.nextInt(40) * SECOND : 0;
            events.add(new Event("p" + partition, time[partition] - back, "k" + random.nextInt(5), random.nextInt(7)));
        }
        return events;
    }

    static List<String> text(List<Sink.Rows> outputs) {
        List<String> lines = new ArrayList<>();
        for (Sink.Rows rows : outputs) {
            if (rows.relation().kind() == io.nilometer.api.Relation.Kind.METRIC) {
                for (Row row : rows.rows()) {
                    lines.add(rows.relation().name() + " " + CatalystValues.micros((Instant) row.get(0)) + ".."
                            + CatalystValues.micros((Instant) row.get(1)) + " " + row.get(2) + " " + row.get(3) + " "
                            + row.get(4)
                            + " " + row.get(5));
                }
            }
        }
        lines.sort(null);
        return lines;
    }
}
