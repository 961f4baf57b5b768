package io.nilometer.core.config;

import io.nilometer.core.pipeline.Sql;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the sections that this version reads but does not run: {@code joins}, {@code alerts}, {@code notify}. */
final class LaterReader {

    private static final Pattern WITHIN = Pattern.compile("[+-]?\\d+(ms|s|m|h|d)\\.\\.[+-]?\\d+(ms|s|m|h|d)");
    private static final Pattern WINDOWS = Pattern.compile("[1-9]\\d{0,3} windows?");
    private static final Pattern AT_MOST = Pattern.compile("[1-9]\\d{0,5} per \\d+(ms|s|m|h|d)");
    private static final List<String> LEVELS = List.of("info", "warning", "critical");

    private final Reading reading;

    LaterReader(Reading reading) {
        this.reading = reading;
    }

    void join(Tree.Entry entry) {
        reading.name(entry.name(), entry.place());
        Fields fields = reading.fields(entry.value(), Grammar.JOIN);
        if (fields != null) {
            fields.text("left");
            fields.text("right");
            fields.texts("by");
            matches(fields, "within", WITHIN, "bounds such as -30m..0s");
            fields.oneOf("type", words("inner", "left"), "inner");
            fields.oneOf("match", words("all", "first", "last"), "all");
            fields.sql("where");
            fields.columns("select");
            fields.duration("lateness");
        }
        reading.notYet(NotYet.JOINS, entry.place());
    }

    void alert(Tree.Entry entry) {
        reading.name(entry.name(), entry.place());
        Fields fields = reading.fields(entry.value(), Grammar.ALERT);
        if (fields != null) {
            boolean misspelt = fields.misspelt("when") || fields.misspelt("absent_for");
            if (fields.has("when") == fields.has("absent_for") && !misspelt) {
                reading.problems.error(
                        "when-or-absent",
                        entry.place(),
                        "the alert `" + entry.name() + "` needs either `when` or `absent_for`",
                        "add `when:` with a condition");
            }
            fields.text("from");
            fields.sql("when");
            fields.positive("absent_for");
            fields.texts("by");
            fields.oneOf("fire", words("final", "on_time", "early"), "final");
            matches(fields, "for", WINDOWS, "a number of windows such as `3 windows`");
            severity(fields.find("severity"));
            fields.text("summary");
            fields.sql("evidence");
            fields.texts("notify");
            fields.positive("resolve_after");
            matches(fields, "at_most", AT_MOST, "such as `1 per 10m`");
            fields.positive("keep");
        }
        reading.notYet(NotYet.ALERTS, entry.place());
    }

    void notifier(Tree.Entry entry) {
        reading.name(entry.name(), entry.place());
        reading.notYet(NotYet.NOTIFY, entry.place());
    }

    private void severity(@Nullable Tree tree) {
        if (tree instanceof Tree.Entries) {
            Map<String, Sql> levels = reading.columns(tree, "severity");
            levels.keySet().stream()
                    .filter(level -> !LEVELS.contains(level))
                    .forEach(level -> reading.problems.error(
                            "bad-value",
                            tree.place(),
                            "there is no severity `" + level + "`",
                            Nearest.remedy(level, LEVELS)));
        } else if (tree != null) {
            reading.oneOf(tree, "`severity`", words(LEVELS.toArray(String[]::new)), "warning");
        }
    }

    private void matches(Fields fields, String key, Pattern pattern, String wanted) {
        Tree tree = fields.find(key);
        if (tree != null) {
            reading.value(tree, "`" + key + "`", text -> {
                if (!pattern.matcher(text.trim()).matches()) {
                    throw new IllegalArgumentException(wanted);
                }
                return Duration.ZERO;
            });
        }
    }

    private static Map<String, String> words(String... words) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String word : words) {
            map.put(word, word);
        }
        return map;
    }
}
