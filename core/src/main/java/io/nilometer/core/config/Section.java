package io.nilometer.core.config;

import java.util.List;
import java.util.Optional;

/**
 * One map of the pipeline language: which keys it may have. Checking, the reference and the JSON Schema come from it.
 *
 * @param name as messages and the reference call it
 * @param help what it is for
 */
record Section(String name, String help, List<Key> keys) {

    Section {
        keys = List.copyOf(keys);
    }

    /** How a value is written. */
    enum Kind {
        TEXT("text"),
        NAME("name"),
        EXPRESSION("SQL expression"),
        DURATION("duration"),
        INTEGER("whole number"),
        NUMBER("number"),
        SIZE("size"),
        WINDOW("window"),
        COMPONENT("component"),
        REFERENCES("name or list of names"),
        TEXTS("text or list of texts"),
        LIST("list"),
        MAP("map"),
        ANY("see below");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * One key.
     *
     * @param defaultText what holds when it is not written; empty when nothing does
     */
    record Key(String name, Kind kind, boolean required, String defaultText, String help) {}

    static Key key(String name, Kind kind, String help) {
        return new Key(name, kind, false, "", help);
    }

    static Key key(String name, Kind kind, String defaultText, String help) {
        return new Key(name, kind, false, defaultText, help);
    }

    static Key required(String name, Kind kind, String help) {
        return new Key(name, kind, true, "", help);
    }

    String withArticle() {
        return ("aeiou".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }

    List<String> names() {
        return keys.stream().map(Key::name).toList();
    }

    Optional<Key> find(String key) {
        return keys.stream().filter(candidate -> candidate.name.equals(key)).findFirst();
    }
}
