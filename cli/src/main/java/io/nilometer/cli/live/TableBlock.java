package io.nilometer.cli.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A table in a given number of lines: its head, then rows; with one line only a summary. Rows of the newest window come
 * first, so what does not fit is told as those of that window that are missing.
 */
final class TableBlock {

    /** From so many lines on, what is missing has a line of its own instead of standing in the head. */
    private static final int ROOMY = 6;

    private static final String GAP = "  ";

    private final Table table;
    private final int width;
    private final Glyphs glyphs;

    private TableBlock(Table table, int width, Glyphs glyphs) {
        this.table = table;
        this.width = width;
        this.glyphs = glyphs;
    }

    /** How many lines it takes to show all. */
    static int wanted(Table table) {
        return 1 + Math.max(1, table.rows().size()) + (table.hidden() > 0 ? 1 : 0);
    }

    static List<Line> lines(Table table, int height, int width, Glyphs glyphs) {
        TableBlock block = new TableBlock(table, width, glyphs);
        return height <= 0 ? List.of() : height == 1 ? List.of(block.summary()) : block.rows(height);
    }

    private Line summary() {
        Line line = Line.of(Style.STRONG, table.name()).add(GAP);
        if (table.rows().isEmpty()) {
            return line.add(Style.QUIET, "no rows yet").fit(width, glyphs.ellipsis());
        }
        Numbers numbers = Numbers.of(table.rows(), Math.max(0, table.main()));
        int newest = table.newest();
        int shown = 0;
        for (Table.Entry entry : table.rows().subList(0, newest)) {
            Line next = Line.of(concern(entry, Style.PLAIN), String.join(" ", entry.keys()));
            if (!table.columns().isEmpty()) {
                int column = Math.max(0, table.main());
                next.add(entry.keys().isEmpty() ? table.columns().get(column) + " " : " ")
                        .add(
                                concern(entry, Style.STRONG),
                                numbers.text(entry.values().get(column)));
            }
            boolean last = shown == newest - 1 && table.hidden() == 0;
            if (shown > 0 && line.width() + next.width() + (last ? 3 : 18) > width) {
                break;
            }
            line.add(Style.QUIET, shown == 0 ? "" : glyphs.dot()).add(next);
            shown++;
        }
        long more = newest - shown + table.hidden();
        if (more > 0) {
            line.add(Style.QUIET, " " + more(more));
        }
        return line.fit(width, glyphs.ellipsis());
    }

    private List<Line> rows(int height) {
        List<Line> lines = new ArrayList<>();
        int all = table.rows().size();
        int newest = table.newest();
        boolean folded = newest + table.hidden() > height - 1;
        boolean ownLine = folded && height >= ROOMY;
        List<Table.Entry> shown = table.rows().subList(0, Math.min(all, height - 1 - (ownLine ? 1 : 0)));
        long more = Math.max(0, newest - shown.size()) + table.hidden();
        Columns columns = Columns.of(table, shown, width, glyphs, ownLine ? "" : more > 0 ? " " + more(more) : "");
        lines.add(columns.head());
        if (shown.isEmpty()) {
            lines.add(Line.of(Style.QUIET, "  no rows yet").fit(width, glyphs.ellipsis()));
        }
        for (int i = 0; i < shown.size(); i++) {
            boolean first = i == 0
                    || !Objects.equals(shown.get(i).start(), shown.get(i - 1).start());
            lines.add(columns.row(shown.get(i), first, i < newest));
        }
        if (ownLine) {
            lines.add(Line.of(Style.QUIET, "  " + more(more)).fit(width, glyphs.ellipsis()));
        }
        return lines;
    }

    private String more(long count) {
        return String.format(Locale.ROOT, "%s and %,d more", glyphs.ellipsis(), count);
    }

    static Style concern(Table.Entry entry, Style otherwise) {
        return entry.concerned() ? Style.BAD : otherwise;
    }
}
