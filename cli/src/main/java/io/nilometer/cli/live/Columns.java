package io.nilometer.cli.live;

import java.util.ArrayList;
import java.util.List;

/**
 * How the columns of a table fit a width. From the left: a mark, the time of the window, the keys, the values, a bar and the
 * course of the main value. When room is short, first the names of values are cut, then the last values are left out (never
 * the main one), then the course goes, at last keys are cut.
 */
final class Columns {

    private static final int GAP = 2;
    private static final int MARK = 2;
    private static final int SHORT_NAME = 10;
    private static final int SHORTEST_KEYS = 10;
    private static final int LEAST_BAR = 6;
    private static final int MOST_BAR = 24;
    private static final int WIDEST_VALUE = 36;

    private final Table table;
    private final Glyphs glyphs;
    private final int width;
    private final WindowTimes times;
    private final int time;
    private final int[] keys;
    private final String title;
    private final String remark;
    private final List<Value> values;
    private final boolean cut;
    private final int bar;
    private final int spark;
    private final double largest;
    private int left;

    /** A column of values that is shown. */
    private record Value(int index, String name, Numbers numbers, int width, boolean right) {}

    static Columns of(Table table, List<Table.Entry> rows, int width, Glyphs glyphs, String remark) {
        return new Columns(table, rows, width, glyphs, remark);
    }

    private Columns(Table table, List<Table.Entry> rows, int width, Glyphs glyphs, String remark) {
        this.table = table;
        this.glyphs = glyphs;
        this.width = width;
        this.title = table.title();
        this.remark = remark;
        times = WindowTimes.of(table);
        time = rows.stream()
                .mapToInt(row -> times.text(row.start()).length())
                .max()
                .orElse(0);
        int[] natural = new int[table.by().size()];
        for (Table.Entry row : rows) {
            for (int i = 0; i < natural.length; i++) {
                natural[i] = Math.max(natural[i], Line.width(row.keys().get(i)));
            }
        }
        // The length of a single bar says nothing.
        boolean measured = table.main() >= 0 && rows.size() > 1;
        int history = rows.stream().mapToInt(row -> row.history().length).max().orElse(0);
        int leftLeast = Math.min(keysWidth(natural), SHORTEST_KEYS) + timeWidth();
        List<Value> wanted = values(rows, Integer.MAX_VALUE);
        int barLeast = measured ? GAP + LEAST_BAR : 0;
        int sparkLeast = measured && history > 1 && width >= 60 ? GAP + history : 0;
        int leftWanted = Math.max(keysWidth(natural) + timeWidth(), Math.min(headWidth(), width / 3));
        boolean dropped = false;
        int room = width - MARK - barLeast - Math.max(leftLeast, Math.min(leftWanted, width / 3));
        int longest = wanted.stream().mapToInt(Value::width).max().orElse(0);
        while (longest > SHORT_NAME && width(wanted) + sparkLeast > room) {
            longest--;
            wanted = values(rows, longest);
        }
        while (wanted.size() > 1 && width(wanted) + sparkLeast + (dropped ? GAP : 0) > room) {
            int last = wanted.get(wanted.size() - 1).index() == table.main() ? wanted.size() - 2 : wanted.size() - 1;
            wanted.remove(last);
            dropped = true;
        }
        if (width(wanted) + sparkLeast > room) {
            sparkLeast = 0;
        }
        values = wanted;
        cut = dropped;
        spark = sparkLeast == 0 ? 0 : history;
        // Then only the head tells that some values are missing.
        boolean nothingBeside = sparkLeast + barLeast == 0;
        int rest = width - MARK - width(wanted) - barLeast - sparkLeast - (dropped && nothingBeside ? GAP : 0);
        int spare = Math.max(0, rest - Math.max(leftWanted, headWidth()));
        left = Math.min(Math.max(leftWanted, headWidth()), Math.max(leftLeast, rest));
        bar = measured ? Math.min(MOST_BAR, LEAST_BAR + spare) : 0;
        keys = fitted(natural, Math.max(1, left - timeWidth()));
        largest = rows.stream()
                .mapToDouble(table::main)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private int headWidth() {
        return Line.width(title) + Line.width(remark) - MARK;
    }

    private int timeWidth() {
        return time == 0 ? 0 : time + GAP;
    }

    private static int keysWidth(int[] keys) {
        int sum = 0;
        for (int key : keys) {
            sum += key + GAP;
        }
        return Math.max(0, sum - GAP);
    }

    /** The widest lose first. */
    private static int[] fitted(int[] natural, int room) {
        int[] widths = natural.clone();
        while (widths.length > 0 && keysWidth(widths) > room) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= 1) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private List<Value> values(List<Table.Entry> rows, int longestName) {
        List<Value> all = new ArrayList<>();
        for (int column = 0; column < table.columns().size(); column++) {
            Numbers numbers = Numbers.of(rows, column);
            int widest = 1;
            boolean right = false;
            for (Table.Entry row : rows) {
                Object value = row.values().get(column);
                widest = Math.max(widest, Math.min(WIDEST_VALUE, Line.width(numbers.text(value))));
                right |= value instanceof Number;
            }
            String name = Line.cut(table.columns().get(column), Math.max(longestName, widest), glyphs.ellipsis());
            all.add(new Value(column, name, numbers, Math.max(widest, Line.width(name)), right));
        }
        return all;
    }

    private static int width(List<Value> values) {
        return values.stream().mapToInt(value -> GAP + value.width()).sum();
    }

    Line head() {
        // The count is what must not be cut: without its words it is still one.
        boolean whole = Line.width(title) + Line.width(remark) <= MARK + left;
        String told = whole ? remark : remark.replaceAll("^.* and ([0-9,]+) more$", " +$1");
        Line line = Line.of(Style.TITLE, Line.cut(title, MARK + left - Line.width(told), glyphs.ellipsis()))
                .add(Style.HEAD, told)
                .fit(MARK + left, glyphs.ellipsis())
                .padTo(MARK + left, Style.HEAD);
        for (Value value : values) {
            Style style = value.index() == table.main() ? Style.TITLE : Style.HEAD;
            String padding = " ".repeat(value.width() - Line.width(value.name()));
            line.add(Style.HEAD, " ".repeat(GAP))
                    .add(style, value.right() ? padding + value.name() : value.name() + padding);
        }
        if (cut) {
            line.add(Style.HEAD, " " + glyphs.ellipsis());
        }
        return line.fit(width, glyphs.ellipsis()).padTo(width, Style.HEAD);
    }

    /**
     * @param told whether the time of its window is written, or was in a row above
     * @param newest whether it is of the newest window
     */
    Line row(Table.Entry entry, boolean told, boolean newest) {
        Style usual = newest ? Style.PLAIN : Style.QUIET;
        Line line = Line.of(Style.BAD, entry.concerned() ? "! " : "").padTo(MARK, Style.PLAIN);
        if (time > 0) {
            String start = told ? times.text(entry.start()) + (entry.open() ? "~" : "") : "";
            line.add(Style.QUIET, start).padTo(MARK + timeWidth(), Style.PLAIN);
        }
        for (int i = 0; i < keys.length; i++) {
            int column = line.width() + keys[i];
            line.add(TableBlock.concern(entry, usual), Line.cut(entry.keys().get(i), keys[i], glyphs.ellipsis()))
                    .padTo(column + (i < keys.length - 1 ? GAP : 0), Style.PLAIN);
        }
        line.padTo(MARK + left, Style.PLAIN);
        for (Value value : values) {
            boolean main = value.index() == table.main();
            String text =
                    Line.cut(value.numbers().text(entry.values().get(value.index())), value.width(), glyphs.ellipsis());
            String padding = " ".repeat(value.width() - Line.width(text));
            Style style = main ? TableBlock.concern(entry, newest ? Style.STRONG : Style.QUIET) : usual;
            line.add(" ".repeat(GAP)).add(style, value.right() ? padding + text : text + padding);
        }
        if (bar > 0) {
            double share = largest == 0 ? 0 : Math.abs(table.main(entry)) / largest;
            line.add(" ".repeat(GAP)).add(TableBlock.concern(entry, Style.BAR), glyphs.bar(share, bar));
        }
        if (spark > 0) {
            String course = glyphs.spark(entry.history());
            line.add(" ".repeat(GAP + spark - course.length())).add(TableBlock.concern(entry, Style.QUIET), course);
        }
        return line.fit(width, glyphs.ellipsis());
    }
}
