package io.nilometer.cli.live;

import io.nilometer.cli.screen.Pulse;
import java.util.ArrayList;
import java.util.List;

/**
 * A snapshot on a screen: a pure function. At the top the pipeline and how far it is, at the bottom the last notices, and
 * between them every table; what is left over stays empty. Never more lines than the screen has, none wider than it.
 */
final class Frame {

    private static final int MOST_NOTICES = 3;

    private final Snapshot snapshot;
    private final Size size;
    private final Glyphs glyphs;

    private Frame(Snapshot snapshot, Size size, Glyphs glyphs) {
        this.snapshot = snapshot;
        this.size = size;
        this.glyphs = glyphs;
    }

    /** Exactly as many lines as the screen has. */
    static List<Line> of(Snapshot snapshot, Size size, Glyphs glyphs) {
        return new Frame(snapshot, size, glyphs).lines();
    }

    /**
     * What stays when the run is over: as many lines as there is something to say, no wider than the screen.
     *
     * @param others lines that will follow, and should be seen together with these
     */
    static List<Line> last(Snapshot snapshot, Size size, Glyphs glyphs, int others) {
        Frame frame = new Frame(snapshot, size, glyphs);
        List<Line> lines = new ArrayList<>(frame.top());
        int room = size.rows() - lines.size() - 1;
        lines.addAll(frame.tables(Math.max(room - Math.min(others, room / 2), 1)));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).width() == 0) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private List<Line> lines() {
        List<Line> top = top();
        List<Line> bottom = notices();
        List<Line> lines = new ArrayList<>(top);
        lines.addAll(tables(size.rows() - top.size() - bottom.size()));
        while (lines.size() < size.rows() - bottom.size()) {
            lines.add(Line.empty());
        }
        lines.addAll(bottom);
        return lines.subList(0, size.rows());
    }

    private List<Line> top() {
        List<Line> lines = new ArrayList<>();
        int most = size.rows() < 14 ? 2 : size.rows() < 24 ? 3 : 4;
        Line line = Line.of(Style.STRONG, snapshot.title());
        for (Snapshot.Fact fact : snapshot.facts()) {
            boolean first = line.width() == 0;
            if (!first && line.width() + glyphs.dot().length() + Line.width(fact.text()) > size.columns()) {
                lines.add(line);
                line = Line.empty();
                first = true;
            }
            line.add(Style.QUIET, first ? "" : glyphs.dot()).add(fact.style(), glyphs.spell(fact.text()));
        }
        lines.add(line);
        lines = new ArrayList<>(lines.subList(0, Math.min(most, lines.size())));
        snapshot.portion().map(this::portion).ifPresent(lines::add);
        snapshot.alarm().map(this::alarm).ifPresent(lines::add);
        return fit(lines);
    }

    private Line portion(Pulse.Portion portion) {
        String percent = (int) Math.floor(portion.done() * 100) + "%";
        int width = Math.max(6, Math.min(40, size.columns() - Line.width(portion.text()) - 10));
        String bar = glyphs.bar(portion.done(), width).stripTrailing();
        return Line.of(Style.BAR, bar)
                .add(Style.QUIET, glyphs.track(width - Line.width(bar)))
                .add(Style.STRONG, " " + percent)
                .add("  " + glyphs.spell(portion.text()));
    }

    private Line alarm(Snapshot.Alarm alarm) {
        String text = Line.cut(" " + glyphs.spell(alarm.text()), size.columns(), glyphs.ellipsis());
        return Line.of(alarm.style(), text + " ".repeat(size.columns() - Line.width(text)));
    }

    private List<Line> notices() {
        int most = size.rows() < 16 ? 1 : size.rows() < 30 ? 2 : MOST_NOTICES;
        List<String> all = snapshot.notices();
        List<Line> lines = new ArrayList<>();
        for (String notice : all.subList(Math.max(0, all.size() - most), all.size())) {
            lines.add(Line.of(Style.WARNING, glyphs.spell(notice)));
        }
        if (!lines.isEmpty() && size.rows() >= 20) {
            lines.add(0, Line.of(Style.QUIET, glyphs.rule(size.columns())));
        }
        return fit(lines);
    }

    private List<Line> tables(int height) {
        List<Table> tables = snapshot.tables();
        if (tables.size() > height) {
            List<Line> lines = new ArrayList<>();
            int shown = Math.max(0, height - 1);
            tables.subList(0, shown).forEach(table -> lines.addAll(block(table, 1)));
            List<String> others = tables.subList(shown, tables.size()).stream()
                    .map(Table::name)
                    .toList();
            lines.add(Line.of(
                    Style.QUIET, glyphs.ellipsis() + " and " + others.size() + " more: " + String.join(", ", others)));
            return fit(lines.subList(0, Math.max(0, Math.min(height, lines.size()))));
        }
        int[] wanted = tables.stream().mapToInt(TableBlock::wanted).toArray();
        // Apart from each other where that costs nobody too much.
        boolean apart = height >= 5 * tables.size();
        int[] heights = Heights.share(height - (apart ? tables.size() : 0), wanted);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < heights.length; i++) {
            if (apart) {
                lines.add(Line.empty());
            }
            lines.addAll(block(tables.get(i), heights[i]));
        }
        return lines;
    }

    private List<Line> block(Table table, int height) {
        return TableBlock.lines(table, height, size.columns(), glyphs);
    }

    private List<Line> fit(List<Line> lines) {
        return lines.stream()
                .map(line -> line.fit(size.columns(), glyphs.ellipsis()))
                .toList();
    }
}
