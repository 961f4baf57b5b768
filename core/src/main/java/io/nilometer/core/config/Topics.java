package io.nilometer.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The language by subject, for who asks about one of its parts: from the same declarations as the {@link ReferencePage}. */
public final class Topics {

    /** What people call a part that the grammar calls otherwise. */
    private static final Map<String, String> OTHER_NAMES = Map.of("retries", "retry", "schema", "schema field");

    private Topics() {}

    /**
     * One part of the language.
     *
     * @param help a sentence, or how a value is written
     * @param entries its keys, or the keys that take such a value
     */
    public record Topic(String name, String help, List<Entry> entries) {}

    /**
     * One key.
     *
     * @param value how its value is written
     * @param standing whether it must be written, or what holds when it is not; may be empty
     */
    public record Entry(String name, String value, String standing, String help) {}

    /** All of them in the order of the reference, by the name under which they are asked for. */
    public static Map<String, Topic> all() {
        Map<String, Topic> topics = new LinkedHashMap<>();
        for (Section section : Grammar.ALL) {
            topics.put(name(section), of(section));
        }
        ValueForm.ALL.forEach(form -> topics.putIfAbsent(form.name(), of(form)));
        return topics;
    }

    /** By its name, its plural, or the key that holds it: {@code metric}, {@code metrics}, {@code steps}. */
    public static Optional<Topic> find(String written) {
        Map<String, Topic> all = all();
        String name = OTHER_NAMES.getOrDefault(written, written).replace(' ', '-');
        for (String candidate : List.of(name, singular(name))) {
            if (all.containsKey(candidate)) {
                return Optional.of(all.get(candidate));
            }
        }
        return Grammar.ALL.stream()
                .flatMap(section -> section.keys().stream()
                        .filter(key -> key.name().equals(written))
                        .flatMap(key -> Nesting.of(section, key).flatMap(Nesting.Inside::section).stream()))
                .map(Topics::of)
                .findFirst();
    }

    private static String singular(String name) {
        return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    }

    private static String name(Section section) {
        return section.name().replace(' ', '-');
    }

    private static Topic of(Section section) {
        String later = NotYet.incomplete().contains(section.name())
                ? " Not yet: it is read and checked, but a pipeline that uses it does not run."
                : "";
        List<Entry> entries = new ArrayList<>();
        for (Section.Key key : section.keys()) {
            entries.add(entry(section, key, key.name()));
        }
        return new Topic(name(section), section.help() + later, entries);
    }

    private static Topic of(ValueForm form) {
        List<Entry> entries = new ArrayList<>();
        for (Section section : Grammar.ALL) {
            section.keys().stream()
                    .filter(key -> key.kind().words.equals(form.kind()))
                    .forEach(key -> entries.add(entry(section, key, section.name() + "." + key.name())));
        }
        return new Topic(form.name(), form.kind() + ": " + form.written() + ". These take one:", entries);
    }

    private static Entry entry(Section section, Section.Key key, String name) {
        List<String> missing = NotYet.missing(section.name() + "." + key.name());
        return new Entry(
                name,
                value(section, key),
                key.required() ? "required" : key.defaultText().isEmpty() ? "" : "default " + key.defaultText(),
                key.help() + (missing.isEmpty() ? "" : ". Not yet: " + String.join(", ", missing)));
    }

    private static String value(Section section, Section.Key key) {
        Optional<Nesting.Inside> inside = Nesting.of(section, key);
        String more = inside.flatMap(Nesting.Inside::section)
                .map(held -> ", see `docs " + name(held) + "`")
                .orElse("");
        return inside.map(Nesting.Inside::nesting)
                        .map(nesting -> switch (nesting) {
                            case SECTION -> "map";
                            case SECTIONS -> "maps by name";
                            case SECTION_LIST -> "list of maps";
                            case EXPRESSIONS -> "SQL expressions by name";
                            case OTHER -> key.kind().words;
                        })
                        .orElse(key.kind().words)
                + more;
    }

    /** Names of all topics, for who mistyped one. */
    public static String names() {
        return all().keySet().stream().collect(Collectors.joining(", "));
    }
}
