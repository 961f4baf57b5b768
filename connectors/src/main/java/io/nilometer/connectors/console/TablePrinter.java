package io.nilometer.connectors.console;

import io.nilometer.api.Column;
import io.nilometer.api.Row;
import io.nilometer.api.Sink.Rows;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A titled table with aligned columns, nothing cut: numbers to the right, everything else to the left. */
final class TablePrinter implements ConsoleSink.Printer {

    private static final String GAP = "  ";

    /** Only in tables that have such rows. */
    private static final Column PARTIAL = new Column("partial", "boolean", Column.Role.SYSTEM);

    private final int mostRows;

    TablePrinter(int mostRows) {
        this.mostRows = mostRows;
    }

    @Override
    public void print(Rows rows, ByteArrayOutputStream out) {
        List<Row> shown = rows.rows().subList(0, Math.min(mostRows, rows.rows().size()));
        Set<LocalDate> days = days(shown);
        boolean sameDay = days.size() == 1;
        boolean marked = shown.stream().anyMatch(row -> !row.last());
        List<Column> columns = new ArrayList<>(rows.relation().columns());
        List<List<String>> cells = new ArrayList<>();
        for (Row row : shown) {
            List<String> line = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                line.add(CellText.of(row.get(i), sameDay));
            }
            cells.add(line);
        }
        boolean[] right = rightAligned(columns, shown);
        if (shown.stream().anyMatch(Row::partial)) {
            columns.add(PARTIAL);
            right = Arrays.copyOf(right, columns.size());
            for (int i = 0; i < shown.size(); i++) {
                cells.get(i).add(shown.get(i).partial() ? "true" : "");
            }
        }
        int[] widths = widths(columns, cells);

        StringBuilder text = new StringBuilder("\n").append(rows.relation().name());
        if (sameDay) {
            text.append(GAP).append(days.iterator().next()).append(" UTC");
        }
        List<String> names = columns.stream().map(Column::name).toList();
        text.append('\n').append(line(marked ? "  " : "", names, widths, right)).append('\n');
        text.append(rule(marked ? "  " : "", widths)).append('\n');
        for (int i = 0; i < cells.size(); i++) {
            String mark = !marked ? "" : shown.get(i).last() ? "  " : "~ ";
            text.append(line(mark, cells.get(i), widths, right)).append('\n');
        }
        int more = rows.rows().size() - shown.size();
        if (more > 0) {
            text.append("... and ").append(more).append(" more\n");
        }
        out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Set<LocalDate> days(List<Row> rows) {
        Set<LocalDate> days = new HashSet<>();
        for (Row row : rows) {
            for (Object value : row.values()) {
                if (value instanceof Instant moment) {
                    days.add(LocalDate.ofInstant(moment, ZoneOffset.UTC));
                }
            }
        }
        return days;
    }

    private static int[] widths(List<Column> columns, List<List<String>> cells) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = DisplayWidth.of(columns.get(i).name());
            for (List<String> line : cells) {
                widths[i] = Math.max(widths[i], DisplayWidth.of(line.get(i)));
            }
        }
        return widths;
    }

    private static boolean[] rightAligned(List<Column> columns, List<Row> rows) {
        boolean[] right = new boolean[columns.size()];
        for (int i = 0; i < right.length; i++) {
            int column = i;
            right[i] = rows.stream().anyMatch(row -> row.get(column) instanceof Number);
        }
        return right;
    }

    private static String line(String mark, List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder(mark);
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - DisplayWidth.of(cells.get(i)));
            line.append(i == 0 ? "" : GAP).append(right[i] ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }

    private static String rule(String mark, int[] widths) {
        StringBuilder line = new StringBuilder(mark);
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append("-".repeat(widths[i]));
        }
        return line.toString();
    }
}
