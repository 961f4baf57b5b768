package io.nilometer.core.explain;

import java.util.Collection;

/** Text in paragraphs: a title, and indented lines under it. */
final class Paragraphs {

    private final StringBuilder text = new StringBuilder();

    void title(String title) {
        text.append(text.isEmpty() ? "" : "\n").append(title).append('\n');
    }

    void line(String line) {
        text.append("  ").append(line).append('\n');
    }

    /** {@code label: a, b, c}; nothing when there are no values. */
    void list(String label, Collection<String> values) {
        if (!values.isEmpty()) {
            line(label + ": " + String.join(", ", values));
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
