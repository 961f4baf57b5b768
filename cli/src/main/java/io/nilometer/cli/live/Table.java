package io.nilometer.cli.live;

import io.nilometer.api.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one relation as they are shown, in their order.
 *
 * @param name of the relation
 * @param by names of the key columns
 * @param window how long windows are; zero when there are none
 * @param columns names of the values
 * @param main index of the value that rows are ordered by and bars stand for; -1 when none is a number
 * @param rows at most as many as could ever be shown
 * @param hidden rows of the newest window that are not among them
 */
record Table(
        String name, List<String> by, Duration window, List<String> columns, int main, List<Entry> rows, long hidden) {

    Table {
        by = List.copyOf(by);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * A row.
     *
     * @param start of its window
     * @param keys as text
     * @param values one per column
     * @param open whether the window is open and the row provisional
     * @param concerned whether a planted incident is in it
     * @param history of the main value in the windows up to this one, oldest first; NaN where there was none
     */
    record Entry(
            @Nullable Instant start,
            List<String> keys,
            List<@Nullable Object> values,
            boolean open,
            boolean concerned,
            double[] history) {}

    /** Title of the table: its name, what it is by, how long its windows are. */
    String title() {
        return name
                + (by.isEmpty() ? "" : " by " + String.join(", ", by))
                + (window.isZero() ? "" : ", " + Durations.print(window));
    }

    /** The main value of a row; NaN when it has none. */
    double main(Entry entry) {
        return main >= 0 && entry.values().get(main) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** How many rows at the beginning are of the newest window. */
    int newest() {
        int count = 0;
        while (count < rows.size()
                && Objects.equals(rows.get(count).start(), rows.get(0).start())) {
            count++;
        }
        return count;
    }
}
