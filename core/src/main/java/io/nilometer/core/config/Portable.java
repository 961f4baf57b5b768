package io.nilometer.core.config;

import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Writes a checked pipeline as the text that other processes compile: JSON, which YAML 1.2 includes, with variables filled
 * in. What only one process needs is left out; sinks become the console, which nobody opens there.
 */
final class Portable {

    private static final Set<String> LEFT_OUT = Set.of("notify", "demo", "tests", "spark");
    private static final Set<String> OF_AN_OUTPUT = Set.of("from", "results");

    private final StringBuilder out = new StringBuilder();

    private Portable() {}

    static String text(Tree pipeline) {
        if (!(pipeline instanceof Tree.Entries entries)) {
            return "";
        }
        Portable text = new Portable();
        List<Tree.Entry> kept = entries.entries().stream()
                .filter(entry -> !LEFT_OUT.contains(entry.name()))
                .toList();
        text.entries(kept, (name, value) -> {
            if (name.equals("outputs") && value instanceof Tree.Entries outputs) {
                text.entries(outputs.entries(), (output, parts) -> text.output(parts));
            } else {
                text.tree(value);
            }
        });
        return text.out.toString();
    }

    private interface Value {
        void write(String name, Tree value);
    }

    private void output(Tree parts) {
        out.append("{\"console\": {}");
        if (parts instanceof Tree.Entries entries) {
            for (Tree.Entry part : entries.entries()) {
                if (OF_AN_OUTPUT.contains(part.name())) {
                    out.append(", ");
                    quoted(part.name());
                    out.append(": ");
                    tree(part.value());
                }
            }
        }
        out.append('}');
    }

    private void entries(List<Tree.Entry> entries, Value value) {
        out.append('{');
        Iterator<Tree.Entry> each = entries.iterator();
        while (each.hasNext()) {
            Tree.Entry entry = each.next();
            quoted(entry.name());
            out.append(": ");
            value.write(entry.name(), entry.value());
            out.append(each.hasNext() ? ",\n" : "");
        }
        out.append('}');
    }

    private void tree(Tree tree) {
        if (tree instanceof Tree.Entries map) {
            entries(map.entries(), (name, value) -> tree(value));
        } else if (tree instanceof Tree.Items list) {
            out.append('[');
            Iterator<Tree> each = list.items().iterator();
            while (each.hasNext()) {
                tree(each.next());
                out.append(each.hasNext() ? ", " : "");
            }
            out.append(']');
        } else {
            leaf((Tree.Leaf) tree);
        }
    }

    /** What is no text stays as it is written: {@code 007} is still {@code 007} to who wants a text. */
    private void leaf(Tree.Leaf leaf) {
        if (leaf.empty()) {
            out.append("null");
        } else if (leaf.value() instanceof String) {
            quoted(leaf.text().replace("${", "$${"));
        } else {
            out.append(leaf.text());
        }
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                out.append('\\').append(character);
            } else if (character < 0x20 || character == 0x7F || character > 0x7E) {
                out.append(String.format("\\u%04x", (int) character));
            } else {
                out.append(character);
            }
        }
        out.append('"');
    }
}
