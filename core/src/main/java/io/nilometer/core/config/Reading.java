package io.nilometer.core.config;

import io.nilometer.api.Durations;
import io.nilometer.api.OptionType;
import io.nilometer.api.Place;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What all readers of the grammar's parts share: values of the usual kinds, with one message for one mistake. */
final class Reading {

    private static final Pattern SNAKE = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> RESERVED = Set.of("alerts", "ledger", "meta", "event_time", "late", "rejected");
    private static final Set<String> EVENT_COLUMNS = Set.of("meta", "event_time", "late_by");
    private static final Set<String> RESULT_COLUMNS = Set.of(
            "meta",
            "event_time",
            "window_start",
            "window_end",
            "rank",
            "status",
            "severity",
            "late_by",
            "final",
            "revision",
            "overflow",
            "partial");
    /** Keys are often called as alerts call columns of theirs; rows of a metric have none of that name. */
    private static final Set<String> KEY_COLUMNS = RESULT_COLUMNS.stream()
            .filter(name -> !name.equals("status") && !name.equals("severity"))
            .collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST_SHOWN = 80;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

    final Problems problems;
    final Components components;
    final SettingCheck settings;

    /** Whether all streams, metrics and joins are known by name: not when a section of them could not be read. */
    boolean namesKnown = true;

    /** Names as they would be right, of those that are not; told. */
    final Set<String> meant = new HashSet<>();

    private final Set<NotYet> told = EnumSet.noneOf(NotYet.class);

    /** What metrics read, also those that are broken: names are checked at the end. */
    final List<Reference> readByMetrics = new ArrayList<>();

    /** By stream, the sources that have no error, also of streams that have some. */
    final Map<String, Use> sources = new LinkedHashMap<>();

    Reading(Problems problems, Components components, SettingCheck settings) {
        this.problems = problems;
        this.components = components;
        this.settings = settings;
    }

    /** Tells once in a file that a whole section is not there yet: leaving it out settles all its entries. */
    void notYet(NotYet section, Place place) {
        if (told.add(section)) {
            section.tell(problems, place);
        }
    }

    /** A map with the keys of a section; null (and told) when it is something else. Unknown and missing keys are told. */
    @Nullable
    Fields fields(Tree tree, Section section) {
        if (!(tree instanceof Tree.Entries entries)) {
            String required = section.keys().stream()
                    .filter(Section.Key::required)
                    .map(key -> key.name() + ": …")
                    .collect(Collectors.joining(", "));
            wrongKind(
                    tree,
                    section.withArticle(),
                    "a map with " + String.join(", ", section.names()),
                    tree instanceof Tree.Items
                            ? "write its keys without `-`"
                            : "write its keys: `{" + (required.isEmpty() ? "key: value" : required) + "}`");
            return null;
        }
        return new Fields(this, entries, section, Set.of());
    }

    /** A piece of a cut value is not told again: what it should have been is unknown. */
    void wrongKind(Tree tree, String what, String wanted) {
        if (tree instanceof Tree.Leaf leaf && leaf.is(Tree.Trait.CUT)) {
            return;
        }
        boolean nothing = tree instanceof Tree.Leaf leaf && leaf.empty();
        wrongKind(tree, what, wanted, nothing ? "write " + wanted + " behind it, or take it out" : "write " + wanted);
    }

    void wrongKind(Tree tree, String what, String wanted, String remedy) {
        if (tree instanceof Tree.Leaf leaf && leaf.is(Tree.Trait.CUT)) {
            return;
        }
        if (!unset(tree, what)) {
            problems.error("wrong-kind", tree.place(), what + " must be " + wanted + ", not " + tree.kind(), remedy);
        }
    }

    /** Whether it is a variable without a value where one is needed to look at anything; told. */
    boolean unset(Tree tree, String what) {
        boolean unset = tree instanceof Tree.Leaf leaf && leaf.is(Tree.Trait.UNSET);
        if (unset) {
            problems.error(
                    "unset-variable",
                    tree.place(),
                    what + " cannot be looked at: its variable has no value",
                    "set it in the environment or with --set NAME=…, or write ${NAME:-default}");
        }
        return unset;
    }

    /** Entries of a map of named things; empty (and told) when it is no map. */
    List<Tree.Entry> named(Tree tree, String what) {
        if (tree instanceof Tree.Entries entries) {
            return entries.entries();
        }
        wrongKind(
                tree,
                what,
                "a map by name",
                tree instanceof Tree.Items
                        ? "write a name in place of each `-`: `name: …`"
                        : "give what it holds a name: `{name: …}`");
        return List.of();
    }

    List<Tree> items(Tree tree, String what) {
        if (tree instanceof Tree.Items items) {
            return items.items();
        }
        wrongKind(
                tree,
                what,
                "a list",
                tree instanceof Tree.Entries ? "begin each entry with `- `" : "write `[…]`, or one `- ` in each line");
        return List.of();
    }

    /** The text of a scalar; null (and told) for anything else. */
    @Nullable
    String text(Tree tree, String what) {
        if (tree instanceof Tree.Leaf leaf && !leaf.empty() && !leaf.is(Tree.Trait.CUT)) {
            return leaf.text();
        }
        if (tree instanceof Tree.Items items && items.items().size() == 1) {
            wrongKind(tree, what, "a single value", "write it without brackets and `-`");
        } else {
            wrongKind(tree, what, "a single value");
        }
        return null;
    }

    /** One text or a list of texts. */
    List<String> texts(Tree tree, String what) {
        List<String> texts = new ArrayList<>();
        for (Tree item : tree instanceof Tree.Items items ? items.items() : List.of(tree)) {
            String text = text(item, what);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A variable without a value, where none is needed, counts as a column of which only the name is known. */
    @Nullable
    Sql sql(Tree tree, String what) {
        if (!(tree instanceof Tree.Leaf leaf) || leaf.empty()) {
            wrongKind(tree, what, "an SQL expression");
            return null;
        }
        if (leaf.is(Tree.Trait.CUT)) {
            return null; // told where it was found
        }
        if (leaf.is(Tree.Trait.PLAIN) && leaf.is(Tree.Trait.BEFORE_COMMENT) && !Brackets.balanced(leaf.text())) {
            problems.error(
                    "cut-by-comment",
                    leaf.place(),
                    what + " is cut by ` #`, which begins a comment",
                    "quote the expression");
            return null;
        }
        if (leaf.text().isBlank()) {
            problems.error("wrong-kind", leaf.place(), what + " is empty", "write an SQL expression, or take it out");
            return null;
        }
        if (leaf.is(Tree.Trait.UNSET)) {
            return new Sql(PLACEHOLDER.matcher(leaf.text()).replaceAll("`$0`"), leaf.textPlace(), false);
        }
        return new Sql(leaf.text(), leaf.textPlace(), leaf.exact());
    }

    /** Columns of events and their expressions; names are checked. */
    Map<String, Sql> columns(Tree tree, String what) {
        return columns(tree, what, EVENT_COLUMNS);
    }

    /** Columns of results: more of their names are taken by the columns that we add. */
    Map<String, Sql> resultColumns(Tree tree, String what) {
        return columns(tree, what, RESULT_COLUMNS);
    }

    /** Keys with their expressions: key columns stand in results. */
    Map<String, Sql> keyColumns(Tree tree, String what) {
        return columns(tree, what, KEY_COLUMNS);
    }

    /** A key that is a column of the stream: false, and a problem told, when rows have another column of that name. */
    boolean key(String name, Place place) {
        boolean taken = KEY_COLUMNS.contains(name);
        if (taken) {
            problems.error(
                    "reserved-name",
                    place,
                    "the key name `" + name + "` is reserved: the metric's rows have a column of that name",
                    "give the key another name: `by: {" + name + "_key: " + name + "}`");
        }
        return !taken;
    }

    private Map<String, Sql> columns(Tree tree, String what, Set<String> reserved) {
        Map<String, Sql> columns = new LinkedHashMap<>();
        for (Tree.Entry entry : named(tree, what)) {
            column(entry.name(), entry.place(), reserved);
            Sql sql = sql(entry.value(), what + " " + entry.name());
            columns.put(entry.name(), sql == null ? Sql.unreadable(entry.place()) : sql);
        }
        return columns;
    }

    /** The name of an event's column. */
    void column(String name, Place place) {
        column(name, place, EVENT_COLUMNS);
    }

    private void column(String name, Place place, Set<String> reserved) {
        if (reserved.contains(name)) {
            problems.error("reserved-name", place, "the column name `" + name + "` is reserved", "choose another name");
        } else if (!COLUMN.matcher(name).matches()) {
            String likely = name.replaceAll("[^A-Za-z0-9_]+", "_").replaceFirst("^([0-9])", "c$1");
            problems.error(
                    "bad-name",
                    place,
                    "`" + name + "` is not a column name",
                    COLUMN.matcher(likely).matches() ? "write `" + likely + "`" : "use letters, digits and _");
        }
    }

    /** Names of streams, metrics, joins, alerts, outputs. */
    void name(String name, Place place) {
        if (RESERVED.contains(name)) {
            problems.error("reserved-name", place, "the name `" + name + "` is reserved", "choose another name");
        } else if (!SNAKE.matcher(name).matches()) {
            String likely = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9]+", "_")
                    .replaceFirst("^_+", "");
            boolean fits = SNAKE.matcher(likely).matches();
            meant.add(likely);
            problems.error(
                    "bad-name",
                    place,
                    "`" + name + "` is not a name in snake_case",
                    fits ? "write `" + likely + "`" : "use small letters, digits and _, such as error_rate");
        }
    }

    @Nullable
    Duration duration(Tree tree, String what) {
        return value(tree, what, Durations::parse, Meant::duration);
    }

    /** A duration that is longer than nothing. */
    @Nullable
    Duration positive(Tree tree, String what) {
        Duration duration = duration(tree, what);
        if (duration != null && duration.isZero()) {
            problems.error("bad-value", tree.place(), what + " must be longer than 0", "write a duration such as 30s");
            return null;
        }
        return duration;
    }

    @Nullable
    Long integer(Tree tree, String what, long least, long most) {
        Long number = value(
                tree,
                what,
                text -> OptionType.INTEGER.parser().apply(text),
                text -> "write a whole number such as `" + Math.max(least, Math.min(10, most)) + "`");
        if (number != null && (number < least || number > most)) {
            problems.error(
                    "bad-value",
                    tree.place(),
                    what + " must be from " + least + " to " + most + shown(tree),
                    number < least ? "write `" + least + "` or more" : "write `" + most + "` or less");
            return null;
        }
        return number;
    }

    /** Reads a text; what the parser throws completes "must be". Placeholders of unset variables are not judged. */
    <T> @Nullable T value(Tree tree, String what, Function<String, T> parser) {
        return value(tree, what, parser, null);
    }

    /** @param meant gives the remedy for a text that cannot be read; null when what it must be says enough */
    <T> @Nullable T value(
            Tree tree, String what, Function<String, T> parser, @Nullable Function<String, String> meant) {
        String text = text(tree, what);
        if (text == null || tree instanceof Tree.Leaf leaf && leaf.is(Tree.Trait.UNSET)) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            problems.error(
                    "bad-value",
                    tree.place(),
                    what + " must be " + e.getMessage() + shown(tree),
                    meant == null || isSecret(tree) ? "write " + e.getMessage() : meant.apply(text));
            return null;
        }
    }

    /** One of a few words; the fallback when it is none (told). */
    <T> T oneOf(Tree tree, String what, Map<String, T> words, T fallback) {
        if (tree instanceof Tree.Leaf empty && empty.empty() && words.containsKey("null")) {
            return words.get("null");
        }
        String text = text(tree, what);
        if (text == null) {
            return fallback;
        }
        T found = words.get(text);
        if (found == null) {
            problems.error(
                    "bad-value",
                    tree.place(),
                    what + " must be one of " + String.join(", ", words.keySet()) + shown(tree),
                    Nearest.find(text, words.keySet())
                            .map(near -> "did you mean `" + near + "`?")
                            .orElse("write one of these, or leave it out"));
            return fallback;
        }
        return found;
    }

    private static boolean isSecret(Tree tree) {
        return tree instanceof Tree.Leaf leaf && leaf.is(Tree.Trait.SECRET);
    }

    /** What was written, for messages; never what a variable or a file put there. */
    static String shown(Tree tree) {
        return tree instanceof Tree.Leaf leaf && !leaf.is(Tree.Trait.SECRET)
                ? ", not `" + shortened(leaf.written()) + "`"
                : "";
    }

    /** On one line, and not the whole of a long text. */
    static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_SHOWN
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_SHOWN)) + "…";
    }
}
