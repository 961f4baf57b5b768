package io.nilometer.core.config;

import io.nilometer.api.Place;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A YAML document as a tree in which everything knows its place. Variables are filled in. */
sealed interface Tree {

    Place place();

    /** As a message calls it. */
    String kind();

    /**
     * A scalar.
     *
     * @param text its text, with variables filled in
     * @param written its text as the file has it: the only form that a message may show
     * @param value what YAML 1.2's core schema makes of the text: String, Long, BigInteger, Double, Boolean, or null
     * @param place where it begins
     * @param textPlace where the first character of the text stands
     * @param exact whether the text stands in the file letter by letter from {@code textPlace} on
     */
    record Leaf(
            String text,
            String written,
            @Nullable Object value,
            Place place,
            Place textPlace,
            boolean exact,
            Set<Trait> traits)
            implements Tree {

        boolean is(Trait trait) {
            return traits.contains(trait);
        }

        /** Nothing was written, or {@code null} or {@code ~}. */
        boolean empty() {
            return value == null;
        }

        @Override
        public String kind() {
            return empty() ? "nothing" : "a single value";
        }

        /** Without the text, which may be a secret. */
        @Override
        public String toString() {
            return "Leaf[" + place + "]";
        }
    }

    record Items(List<Tree> items, Place place) implements Tree {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Entries(List<Entry> entries, Place place) implements Tree {
        @Override
        public String kind() {
            return "a map";
        }

        @Nullable
        Entry find(String key) {
            for (Entry entry : entries) {
                if (entry.name().equals(key)) {
                    return entry;
                }
            }
            return null;
        }
    }

    /** @param place of the key */
    record Entry(String name, Place place, Tree value) {}

    /** What a reader of a scalar may have to know of how it was written. */
    enum Trait {
        /** Without quotes, on one line or several. */
        PLAIN,
        /** A comment follows on the same line. */
        BEFORE_COMMENT,
        /** Cut at a comma of a flow collection; that has been told. */
        CUT,
        /** Holds a variable that is not set: its text is a placeholder. */
        UNSET,
        /** Holds the content of a {@code ${file:…}}. */
        SECRET
    }
}
