package io.nilometer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.embedded.HandMade.Calendar;
import io.nilometer.embedded.HandMade.Windows;
import io.nilometer.embedded.PlainReference.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
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

    /** Zones, and days at which their clocks were changed: at midnight, by a whole day, at one minute past midnight. */
    private static final String[][] CHANGES_OF_CLOCKS = {
        {"Europe/Berlin", "2026-03-29"},
        {"Europe/Berlin", "2026-10-25"},
        {"America/Sao_Paulo", "2018-11-04"},
        {"America/Sao_Paulo", "2018-02-18"},
        {"Asia/Beirut", "2026-03-29"},
        {"Africa/Cairo", "2026-04-24"},
        {"Pacific/Apia", "2011-12-30"},
        {"America/St_Johns", "2010-11-07"},
        {"Australia/Lord_Howe", "2026-04-05"},
        {"Asia/Kathmandu", "1986-01-01"},
    };

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
            assertThat(ledger)
                    .as("seed %d", seed)
                    .containsEntry("late", expected.late())
                    .containsEntry("late_for", expected.lateFor());
            assertThat(ledger).as("seed %d", seed).containsEntry("used", events.size() - expected.late());
            assertThat(ledger).as("seed %d", seed).containsEntry("read", (long) events.size());
        }
    }

    @Test
    void windows_of_days_and_months_are_those_of_the_zones_clocks_however_the_records_are_cut() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 5_000 + round;
            Random random = new Random(seed);
            String[] place = CHANGES_OF_CLOCKS[random.nextInt(CHANGES_OF_CLOCKS.length)];
            List<Windows> metrics = calendars(ZoneId.of(place[0]), random);
            long middle = LocalDate.parse(place[1]).toEpochDay() * 86_400;
            List<Event> events = events(random, (middle - random.nextInt(5 * 86_400)) * SECOND, 3_600 * SECOND);
            PlainReference.Expected expected = PlainReference.of(metrics, events);
            RandomCuts.Outcome outcome = RandomCuts.run(HandMade.program(metrics), records(events), random);
            assertThat(text(outcome.rows()))
                    .as("seed %d, metrics %s", seed, metrics)
                    .isEqualTo(expected.rows());
            assertThat(outcome.ledger().stream("events").toMap())
                    .as("seed %d", seed)
                    .containsEntry("late", expected.late())
                    .containsEntry("late_for", expected.lateFor());
        }
    }

    private static List<Windows> calendars(ZoneId zone, Random random) {
        List<Windows> metrics = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            int slide = 1 + random.nextInt(3);
            boolean months = random.nextInt(4) == 0;
            LocalTime time = List.of(LocalTime.MIDNIGHT, LocalTime.of(6, 0), LocalTime.of(2, 30))
                    .get(random.nextInt(3));
            Calendar calendar = new Calendar(zone, months, slide + random.nextInt(4), slide, time);
            metrics.add(new Windows("m" + i, 0, 0, 0, random.nextInt(4) * 7_200 * SECOND, calendar));
        }
        return metrics;
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
        return events(random, 1_767_225_600L * SECOND, SECOND);
    }

    /** @param pace how far apart they are, about */
    private static List<Event> events(Random random, long from, long pace) {
        List<Event> events = new ArrayList<>();
        int partitions = 1 + random.nextInt(4);
        long[] time = new long[partitions];
        Arrays.fill(time, from);
        int count = random.nextInt(400);
        for (int i = 0; i < count; i++) {
            int partition = random.nextInt(partitions);
            time[partition] += random.nextInt(4) * pace / 2;
            long back = random.nextInt(3) == 0 ? random.nextInt(40) * pace : 0;
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
