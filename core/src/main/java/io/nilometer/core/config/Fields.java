package io.nilometer.core.config;

import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A map of the grammar, read key by key. Unknown, empty and missing keys are told when it is made. */
final class Fields {

    private final Reading reading;
    private final Tree.Entries entries;
    private final Section section;
    /** Keys that are there under a name which is nearly theirs; told. */
    private final Set<String> misspelt = new HashSet<>();

    /** @param others keys that are valid here beside the section's */
    Fields(Reading reading, Tree.Entries entries, Section section, Set<String> others) {
        this.reading = reading;
        this.entries = entries;
        this.section = section;
        List<String> valid = new ArrayList<>(section.names());
        valid.addAll(others);
        for (Tree.Entry entry : entries.entries()) {
            if (!valid.contains(entry.name())) {
                Nearest.find(entry.name(), valid).ifPresent(misspelt::add);
                reading.problems.error(
                        "unknown-key",
                        entry.place(),
                        section.withArticle() + " has no key `" + entry.name() + "`",
                        Nearest.remedy(entry.name(), valid));
            }
        }
        for (Section.Key key : section.keys()) {
            if (key.required() && entries.find(key.name()) == null && !misspelt.contains(key.name())) {
                reading.problems.error(
                        "missing-key",
                        entries.place(),
                        section.withArticle() + " needs `" + key.name() + "`: " + key.help(),
                        "add `" + key.name() + ": …`");
            }
        }
    }

    Place place() {
        return entries.place();
    }

    /** Whether a key is missing only because its name is misspelt, which has been told. */
    boolean misspelt(String key) {
        return misspelt.contains(key);
    }

    boolean has(String key) {
        return entries.find(key) != null;
    }

    @Nullable
    Tree find(String key) {
        if (section.find(key).isEmpty()) {
            throw new IllegalStateException(key + " is not in the grammar of a " + section.name());
        }
        Tree.Entry entry = entries.find(key);
        return entry == null ? null : entry.value();
    }

    Place placeOf(String key) {
        Tree.Entry entry = entries.find(key);
        return entry == null ? place() : entry.place();
    }

    String what(String key) {
        return "`" + key + "`";
    }

    Optional<String> text(String key) {
        Tree tree = find(key);
        return tree == null ? Optional.empty() : Optional.ofNullable(reading.text(tree, what(key)));
    }

    List<String> texts(String key) {
        Tree tree = find(key);
        return tree == null ? List.of() : reading.texts(tree, what(key));
    }

    Optional<Sql> sql(String key) {
        Tree tree = find(key);
        return tree == null ? Optional.empty() : Optional.ofNullable(reading.sql(tree, what(key)));
    }

    Map<String, Sql> columns(String key) {
        Tree tree = find(key);
        return tree == null ? new LinkedHashMap<>() : reading.columns(tree, what(key));
    }

    Map<String, Sql> resultColumns(String key) {
        Tree tree = find(key);
        return tree == null ? new LinkedHashMap<>() : reading.resultColumns(tree, what(key));
    }

    Optional<Duration> duration(String key) {
        Tree tree = find(key);
        return tree == null ? Optional.empty() : Optional.ofNullable(reading.duration(tree, what(key)));
    }

    Optional<Duration> positive(String key) {
        Tree tree = find(key);
        return tree == null ? Optional.empty() : Optional.ofNullable(reading.positive(tree, what(key)));
    }

    Optional<Long> integer(String key, long least, long most) {
        Tree tree = find(key);
        return tree == null ? Optional.empty() : Optional.ofNullable(reading.integer(tree, what(key), least, most));
    }

    <T> T oneOf(String key, Map<String, T> words, T fallback) {
        Tree tree = find(key);
        return tree == null ? fallback : reading.oneOf(tree, what(key), words, fallback);
    }
}
