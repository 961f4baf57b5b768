package io.nilometer.cli.live;

import io.nilometer.api.Column;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The value of a metric that rows are ordered by, largest first: of the columns that are numbers the first that has the
 * metric's name in its own ({@code error_rate} of {@code error_rate}, {@code avg_response_time} of {@code response_time}),
 * or else the first.
 */
final class MainValue {

    private static final Set<String> NUMBERS = Set.of("tinyint", "smallint", "int", "bigint", "float", "double");

    private MainValue() {}

    /** @return an index of {@code columns}, or -1 */
    static int of(String metric, List<Column> columns, List<Integer> values) {
        int first = -1;
        for (int index : values) {
            Column column = columns.get(index);
            String type = column.type().toLowerCase(Locale.ROOT);
            if (NUMBERS.contains(type) || type.startsWith("decimal")) {
                if (column.name().contains(metric)) {
                    return index;
                }
                first = first < 0 ? index : first;
            }
        }
        return first;
    }
}
