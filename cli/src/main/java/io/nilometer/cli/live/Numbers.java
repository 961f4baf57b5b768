package io.nilometer.cli.live;

import io.nilometer.connectors.console.CellText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column as text: numbers with as many decimals as the largest of them needs to be told from others, all
 * alike, so that they stand under each other.
 *
 * @param decimals -1 leaves every number as it is
 */
record Numbers(int decimals) {

    static Numbers of(List<Table.Entry> rows, int column) {
        double largest = 0;
        boolean fractions = false;
        for (Table.Entry row : rows) {
            Object value = column < row.values().size() ? row.values().get(column) : null;
            if (value instanceof Double || value instanceof BigDecimal) {
                double number = ((Number) value).doubleValue();
                largest = Double.isFinite(number) ? Math.max(largest, Math.abs(number)) : largest;
                fractions |= number != Math.rint(number);
            }
        }
        if (!fractions) {
            return new Numbers(largest >= 1e15 ? -1 : 0);
        }
        return new Numbers(
                largest >= 1e15 || largest < 0.001
                        ? -1
                        : largest >= 10_000 ? 0 : largest >= 100 ? 1 : largest >= 1 ? 2 : 4);
    }

    String text(@Nullable Object value) {
        boolean fraction = value instanceof Double || value instanceof BigDecimal;
        if (fraction && decimals >= 0 && Double.isFinite(((Number) value).doubleValue())) {
            return String.format(Locale.ROOT, "%,." + decimals + "f", ((Number) value).doubleValue());
        }
        if (value instanceof Long whole) {
            return String.format(Locale.ROOT, "%,d", whole);
        }
        return CellText.of(value, false);
    }
}
