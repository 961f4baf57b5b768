package io.nilometer.core.config;

import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Window;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code metrics}. */
final class MetricReader {

    private static final Window UNREADABLE =
            new Window.Sliding(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO);

    private final Reading reading;

    MetricReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * What of it could not be read, which was told, is the least that lets the rest be checked.
     *
     * @param only what it reads when it does not say so
     * @param several whether it must say so
     */
    @Nullable
    Metric read(Tree.Entry entry, Optional<String> only, boolean several) {
        reading.name(entry.name(), entry.place());
        Fields fields = reading.fields(entry.value(), Grammar.METRIC);
        if (fields == null) {
            return null;
        }
        Reference from = from(entry, fields, only, several);
        if (!from.name().isEmpty()) {
            reading.readByMetrics.add(from);
        }
        Optional<Duration> keep = fields.positive("keep");
        Window window = window(fields, keep.orElse(null));
        Map<String, Sql> by = by(fields.find("by"));
        Map<String, Sql> select = fields.resultColumns("select");
        for (Map.Entry<String, Sql> column : select.entrySet()) {
            if (by.containsKey(column.getKey())) {
                reading.problems.error(
                        "duplicate-column",
                        column.getValue().place(),
                        "the column `" + column.getKey() + "` is a key already",
                        "choose another name");
            }
        }
        if (fields.find("select") instanceof Tree.Entries columns
                && columns.entries().isEmpty()) {
            reading.problems.error(
                    "nothing-selected",
                    fields.placeOf("select"),
                    "the metric `" + entry.name() + "` selects nothing",
                    "add a column such as `count: count(*)`");
        }
        Optional<Metric.Top> top = top(fields);
        return new Metric(
                entry.name(),
                entry.place(),
                from,
                fields.sql("where"),
                by,
                window,
                fields.duration("lateness"),
                select,
                fields.sql("having"),
                top,
                keep,
                fields.duration("update_every").orElse(Duration.ofSeconds(1)));
    }

    /** Without a name when it could not be read, or there is nothing to read. */
    private Reference from(Tree.Entry entry, Fields fields, Optional<String> only, boolean several) {
        Reference nothing = new Reference("", Reference.Part.EVENTS, entry.place());
        Tree tree = fields.find("from");
        if (tree != null) {
            Reference read = References.one(reading, tree);
            return read == null ? nothing : read;
        }
        if (several && !fields.misspelt("from")) {
            reading.problems.error(
                    "missing-from",
                    entry.place(),
                    "the metric `" + entry.name() + "` must say what it reads: there are several streams",
                    "add `from:` with the name of a stream");
        }
        return only.map(name -> new Reference(name, Reference.Part.EVENTS, entry.place()))
                .orElse(nothing);
    }

    private Window window(Fields fields, @Nullable Duration keep) {
        Tree tree = fields.find("window");
        Window window = tree == null
                ? null
                : reading.value(tree, "`window`", text -> WindowText.parse(text, keep), Meant::window);
        if (window instanceof Window.All && !fields.has("keep") && !fields.misspelt("keep")) {
            reading.problems.error(
                    "missing-keep",
                    fields.placeOf("window"),
                    "`window: all` needs `keep`: how long a key is remembered, or its state would grow for ever",
                    "add `keep: 24h`");
        }
        if (window instanceof Window.Session) {
            NotYet.SESSION_WINDOW.tell(reading.problems, fields.placeOf("window"));
        }
        if (window instanceof Window.Same) {
            NotYet.SAME_WINDOW.tell(reading.problems, fields.placeOf("window"));
        }
        return window == null ? UNREADABLE : window;
    }

    /** A name, a list of names, or expressions by name. */
    private Map<String, Sql> by(@Nullable Tree tree) {
        if (tree == null) {
            return Map.of();
        }
        if (tree instanceof Tree.Entries) {
            return reading.keyColumns(tree, "the key");
        }
        Map<String, Sql> keys = new LinkedHashMap<>();
        for (Tree item : tree instanceof Tree.Items items ? items.items() : List.of(tree)) {
            String name = reading.text(item, "`by`");
            if (name != null && column(name, item.place()) && reading.key(name, item.place())) {
                Sql twin = keys.put(name, new Sql(name, item.place(), true));
                if (twin != null) {
                    reading.problems.error(
                            "duplicate-column", item.place(), "the key `" + name + "` stands twice", "take one out");
                }
            }
        }
        return keys;
    }

    private boolean column(String name, Place place) {
        boolean fine = name.matches("[A-Za-z_][A-Za-z0-9_.]*");
        if (!fine) {
            reading.problems.error(
                    "key-expression",
                    place,
                    "`" + Reading.shortened(name) + "` is an expression, not a column",
                    "give it a name: `by: {name: \"" + Reading.shortened(name) + "\"}`");
        }
        return fine;
    }

    private Optional<Metric.Top> top(Fields fields) {
        Tree tree = fields.find("top");
        Fields top = tree == null ? null : reading.fields(tree, Grammar.TOP);
        if (top == null) {
            return Optional.empty();
        }
        long n = top.integer("n", 1, 100_000).orElse(1L);
        return top.sql("order").map(order -> new Metric.Top((int) n, order, top.texts("per"), top.placeOf("per")));
    }
}
