package io.nilometer.cli.parity;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A pipeline that gets a column with each of its runs on random data, and a plain count of what comes of it: a column counts
 * from the run that has it, and windows that began before that are partial.
 */
final class GrowingColumns {

    static final int RUNS = 3;
    private static final int EVENTS = 80;
    private static final int LATENESS_SECONDS = 10;
    private static final String TOTAL = "      total: sum(ms)\n";
    private static final List<String> ADDED =
            List.of("", "      errors: count_if(failed)\n", "      longest: max(ms)\n");

    private final List<Event> events = new ArrayList<>();
    private final int[] cuts = new int[RUNS];

    /** @param second of the day */
    private record Event(int second, String key, int status, int ms) {
        String text() {
            return "{\"at\":\"2026-01-01T" + LocalTime.ofSecondOfDay(second).plusNanos(1_000) + "Z\",\"service\":\""
                    + key + "\",\"status\":" + status + ",\"ms\":" + ms + "}";
        }
    }

    GrowingColumns(Random random) {
        int second = 10 * 3_600 + random.nextInt(60);
        for (int i = 0; i < EVENTS; i++) {
            second += random.nextInt(12);
            // Out of order, but never late.
            int at = second - random.nextInt(LATENESS_SECONDS - 1);
            events.add(new Event(
                    at, random.nextBoolean() ? "a" : "b", random.nextBoolean() ? 200 : 500, random.nextInt(1_000)));
        }
        cuts[0] = 1 + random.nextInt(EVENTS / 2);
        cuts[1] = cuts[0] + 1 + random.nextInt(EVENTS / 2 - 1);
        cuts[2] = EVENTS;
    }

    String pipeline(int run) {
        return Change.PIPELINE.replace(TOTAL, TOTAL + String.join("", ADDED.subList(0, run + 1)));
    }

    /** All that there is to read in a run, with what was there before. */
    List<String> read(int run) {
        return events.subList(0, cuts[run]).stream().map(Event::text).toList();
    }

    /** The rows of all runs, sorted. */
    List<String> expected() {
        Map<String, List<Integer>> cells = new TreeMap<>();
        for (int i = 0; i < EVENTS; i++) {
            Event event = events.get(i);
            cells.computeIfAbsent(event.second / 60 + " " + event.key, first -> new ArrayList<>())
                    .add(i);
        }
        List<String> rows = new ArrayList<>();
        cells.forEach((cell, members) -> rows.add(row(cell.split(" "), members)));
        return rows.stream().sorted().toList();
    }

    private String row(String[] cell, List<Integer> members) {
        int minute = Integer.parseInt(cell[0]);
        int run = 0;
        while (run < RUNS - 1 && latest(run) - LATENESS_SECONDS < (minute + 1) * 60) {
            run++;
        }
        StringBuilder row = new StringBuilder("m ")
                .append(LocalTime.ofSecondOfDay(minute * 60L))
                .append(' ')
                .append(cell[1])
                .append(' ')
                .append(members.size())
                .append(' ')
                .append(members.stream().mapToInt(i -> events.get(i).ms).sum());
        if (run >= 1) {
            row.append(' ')
                    .append(members.stream()
                            .filter(i -> i >= cuts[0] && events.get(i).status >= 500)
                            .count());
        }
        if (run == 2) {
            var longest = members.stream()
                    .filter(i -> i >= cuts[1])
                    .mapToInt(i -> events.get(i).ms)
                    .max();
            row.append(' ').append(longest.isPresent() ? String.valueOf(longest.getAsInt()) : "null");
        }
        boolean partial = run > 0 && minute * 60 <= latest(run - 1);
        return row.append(partial ? " partial" : "").toString();
    }

    private int latest(int run) {
        return events.subList(0, cuts[run]).stream()
                .mapToInt(Event::second)
                .max()
                .orElseThrow();
    }
}
