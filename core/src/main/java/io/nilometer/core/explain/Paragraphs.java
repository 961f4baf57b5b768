package io.nilometer.core.explain;

import java.util.Collection;

/** Text in paragraphs: a title, and indented lines under it. */
public final class Paragraphs {

    private final StringBuilder text = new StringBuilder();

    /** Begins a paragraph. */
    public void title(String title) {
        text.append(text.isEmpty() ? "" : "\n").append(title).append('\n');
    }

    /** Of the paragraph begun last. */
    public void line(String line) {
        text.append("  ").append(line).append('\n');
    }

    /** {@code label: a, b, c}; nothing when there are no values. */
    public void list(String label, Collection<String> values) {
        if (!values.isEmpty()) {
            line(label + ": " + String.join(", ", values));
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
