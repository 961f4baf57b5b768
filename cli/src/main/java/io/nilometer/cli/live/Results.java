package io.nilometer.cli.live;

import io.nilometer.api.Column;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.cli.run.ConsoleTable;
import io.nilometer.connectors.console.CellText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has come of one relation, as much of it as a screen could show: of a metric the latest row of every key in the last
 * windows, of anything else the last rows. For one thread at a time.
 */
final class Results {

    static final int MOST_ROWS = 20_000;
    private static final int WINDOWS = 12;
    private static final int LAST_ROWS = 200;
    /** No screen has more lines. */
    private static final int MOST_SHOWN = 300;

    private static final String RANK = "rank";

    private final Relation relation;
    private final int most;
    private final List<Integer> keys = new ArrayList<>();
    private final List<Integer> values = new ArrayList<>();
    private final int start;
    private final int rank;
    /** The value of a metric that rows are ordered by; -1 when none is a number. */
    private final int main;

    private final NavigableMap<Instant, Map<List<@Nullable Object>, Row>> windows = new TreeMap<>();
    private final Deque<Row> last = new ArrayDeque<>();
    private final Duration window;
    private int count;
    private boolean forgotten;

    Results(ConsoleTable table) {
        this.relation = table.relation();
        this.most = Math.min(table.most(), MOST_SHOWN);
        this.window = table.window();
        int firstTime = -1;
        for (int i = 0; i < relation.columns().size(); i++) {
            Column column = relation.columns().get(i);
            switch (column.role()) {
                case WINDOW -> firstTime = firstTime < 0 ? i : firstTime;
                case KEY -> keys.add(i);
                case VALUE -> values.add(i);
                case SYSTEM -> {
                    if (relation.kind() != Relation.Kind.METRIC) {
                        values.add(i);
                    }
                }
            }
        }
        // A running metric has a row for each key and no windows to tell apart.
        start = window.isZero() ? -1 : firstTime;
        rank = relation.indexOf(RANK);
        main = relation.kind() == Relation.Kind.METRIC ? MainValue.of(relation.name(), relation.columns(), values) : -1;
    }

    void take(Sink.Rows rows) {
        if (relation.kind() != Relation.Kind.METRIC) {
            rows.rows().forEach(last::addFirst);
            while (last.size() > LAST_ROWS) {
                last.removeLast();
                count++;
            }
            return;
        }
        if (rank >= 0) {
            // A ranking comes whole: who has dropped out of it does not come again.
            Set<Instant> again = new HashSet<>();
            rows.rows().forEach(row -> again.add(startOf(row)));
            again.forEach(this::forget);
        }
        rows.rows().forEach(this::put);
        while (windows.size() > 1 && (windows.size() > WINDOWS || count > MOST_ROWS)) {
            forget(windows.firstKey());
        }
        if (count > MOST_ROWS) {
            keepLargest(windows.lastEntry().getValue());
        }
    }

    private void put(Row row) {
        Instant from = startOf(row);
        if (windows.computeIfAbsent(from, first -> new HashMap<>()).put(keyOf(row), row) == null) {
            count++;
        }
    }

    private List<@Nullable Object> keyOf(Row row) {
        List<@Nullable Object> key = new ArrayList<>();
        keys.forEach(index -> key.add(row.get(index)));
        if (rank >= 0) {
            key.add(row.get(rank));
        }
        return key;
    }

    private void forget(Instant from) {
        Map<?, ?> gone = windows.remove(from);
        count -= gone == null ? 0 : gone.size();
    }

    private void keepLargest(Map<List<@Nullable Object>, Row> rows) {
        forgotten = true;
        List<Map.Entry<List<@Nullable Object>, Row>> all = new ArrayList<>(rows.entrySet());
        all.sort(Map.Entry.comparingByValue(largestFirst()));
        all.subList(MOST_ROWS / 2, all.size()).forEach(entry -> rows.remove(entry.getKey()));
        count = rows.size();
    }

    private Instant startOf(Row row) {
        return start >= 0 && row.get(start) instanceof Instant from ? from : Instant.MIN;
    }

    /** @param concern which rows a planted incident is in */
    Table table(Concern concern) {
        List<Table.Entry> entries = new ArrayList<>();
        long hidden = 0;
        if (relation.kind() == Relation.Kind.METRIC) {
            for (Instant from : windows.descendingKeySet()) {
                List<Row> rows =
                        new ArrayList<>(windows.getOrDefault(from, Map.of()).values());
                rows.sort(largestFirst());
                rows = concernedFirst(rows, from, concern);
                int shown = Math.min(rows.size(), most);
                hidden = entries.isEmpty() ? rows.size() - shown + (forgotten ? MOST_ROWS / 2 : 0) : hidden;
                if (entries.size() < MOST_SHOWN) {
                    rows.subList(0, shown).forEach(row -> entries.add(entry(row, from, concern)));
                }
            }
        } else {
            last.stream().limit(most).forEach(row -> entries.add(entry(row, Instant.MIN, concern)));
        }
        return new Table(relation.name(), names(keys), window, names(values), values.indexOf(main), entries, hidden);
    }

    /** What a planted incident is in must not be folded away. */
    private List<Row> concernedFirst(List<Row> rows, Instant from, Concern concern) {
        if (concern == Concern.NONE) {
            return rows;
        }
        List<Row> first = new ArrayList<>();
        List<Row> others = new ArrayList<>();
        rows.forEach(row -> (isIn(concern, row, from) ? first : others).add(row));
        first.addAll(others);
        return first;
    }

    private boolean isIn(Concern concern, Row row, Instant from) {
        boolean windowed = !from.equals(Instant.MIN);
        return concern.in(relation, row, windowed ? from : null, windowed ? from.plus(window) : null);
    }

    private Table.Entry entry(Row row, Instant from, Concern concern) {
        List<String> names = new ArrayList<>();
        keys.forEach(index -> names.add(row.overflow() ? "(overflow)" : name(row.get(index))));
        List<@Nullable Object> shown = new ArrayList<>();
        values.forEach(index -> shown.add(row.get(index)));
        boolean windowed = !from.equals(Instant.MIN);
        return new Table.Entry(
                windowed ? from : null, names, shown, !row.last(), isIn(concern, row, from), history(row, from));
    }

    private static String name(@Nullable Object key) {
        return key == null ? "(null)" : key.equals("") ? "(empty)" : CellText.of(key, false);
    }

    private double[] history(Row row, Instant from) {
        if (main < 0 || windows.size() < 2 || rank >= 0) {
            return new double[0];
        }
        List<@Nullable Object> key = keyOf(row);
        double[] course = new double[windows.size()];
        Arrays.fill(course, Double.NaN);
        int at = course.length - windows.headMap(from, true).size();
        for (Map<List<@Nullable Object>, Row> rows : windows.headMap(from, true).values()) {
            Row then = rows.get(key);
            course[at++] = then != null && then.get(main) instanceof Number number ? number.doubleValue() : Double.NaN;
        }
        return course;
    }

    /** By rank where there is one; otherwise by the main value, rows without it last; ties by key. */
    private Comparator<Row> largestFirst() {
        Comparator<Row> order = Comparator.comparing(Row::overflow);
        if (rank >= 0) {
            order = order.thenComparingLong(row -> row.get(rank) instanceof Number number ? number.longValue() : 0);
        } else if (main >= 0) {
            order = order.thenComparingDouble(
                    row -> row.get(main) instanceof Number number && !Double.isNaN(number.doubleValue())
                            ? -number.doubleValue()
                            : Double.POSITIVE_INFINITY);
        }
        return order.thenComparing(row -> keys.stream()
                .map(index -> String.valueOf(row.get(index)))
                .reduce("", (all, next) -> all + '\0' + next));
    }

    private List<String> names(List<Integer> indexes) {
        return indexes.stream()
                .map(index -> CellText.of(relation.columns().get(index).name(), false))
                .toList();
    }

    /** Whether a planted incident is in a row. */
    interface Concern {
        Concern NONE = (relation, row, from, to) -> false;

        /** @param from begin of the row's window, null for one without */
        boolean in(Relation relation, Row row, @Nullable Instant from, @Nullable Instant to);
    }
}
