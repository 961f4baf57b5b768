package io.nilometer.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a field is in a record, from the outside in. Plain names that follow each other may be joined by dots in the record too:
 * {@code log.level} is the member {@code level} of {@code log}, or the member {@code "log.level"}. Names that are written exactly
 * ({@code ['log.level']}) are never joined with others.
 */
public record FieldPath(List<Step> steps) {

    private static final String GRAMMAR = "names from the outside in, such as log.level, a['b.c'].d or items[0].id";

    /** One step further in. */
    public sealed interface Step {}

    /** To a member. */
    public record Name(String text, boolean exact) implements Step {}

    /** To an element of an array, counted from 0. */
    public record Element(int index) implements Step {}

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** Plain names. */
    public static FieldPath of(List<String> names) {
        return new FieldPath(
                names.stream().map(name -> (Step) new Name(name, false)).toList());
    }

    /**
     * Reads {@code log.level}, {@code $.a['b.c'].d}, {@code a."b.c"}, {@code items[0].id}; in quotes a backslash stands before a
     * quote or backslash that is meant.
     *
     * @throws IllegalArgumentException when it is none; the message goes on from "must be"
     */
    public static FieldPath parse(String text) {
        return new Parser(text).read();
    }

    /** For formats without nesting: what stands between the dots, an index with the name before it. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Name name) {
                names.add(name.text);
            } else {
                int last = names.size() - 1;
                String index = "[" + ((Element) step).index + "]";
                if (last < 0) {
                    names.add(index);
                } else {
                    names.set(last, names.get(last) + index);
                }
            }
        }
        return names;
    }

    /** {@link #names} with dots between them: what it is called where there is no nesting. */
    public String dotted() {
        return String.join(".", names());
    }

    /** Two paths that lead to different places are different texts. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Element element) {
                text.append('[').append(element.index).append(']');
            } else if (step instanceof Name name && name.exact) {
                text.append("['")
                        .append(name.text.replace("\\", "\\\\").replace("'", "\\'"))
                        .append("']");
            } else {
                text.append(text.isEmpty() ? "" : ".").append(((Name) step).text);
            }
        }
        return text.toString();
    }

    private static final class Parser {

        private final String text;
        private final List<Step> steps = new ArrayList<>();
        private int p;

        Parser(String text) {
            this.text = text;
            p = text.equals("$") || text.startsWith("$.") || text.startsWith("$[") ? 1 : 0;
        }

        FieldPath read() {
            if (p == text.length()) {
                throw wrong(p == 0 ? "it is empty" : "`$` alone is the whole record");
            }
            boolean first = p == 0;
            while (p < text.length()) {
                if (text.charAt(p) == '[') {
                    bracket();
                } else {
                    if (!first && text.charAt(p) != '.') {
                        throw wrong("a dot is missing behind `" + text.substring(0, p) + "`");
                    }
                    p += first ? 0 : 1;
                    member();
                }
                first = false;
            }
            return new FieldPath(steps);
        }

        private void member() {
            if (p < text.length() && (text.charAt(p) == '"' || text.charAt(p) == '\'')) {
                steps.add(new Name(quoted(), true));
                return;
            }
            int start = p;
            while (p < text.length() && text.charAt(p) != '.' && text.charAt(p) != '[') {
                p++;
            }
            String name = text.substring(start, p);
            if (name.isBlank()) {
                throw wrong("a name is empty");
            }
            if (name.equals("*")) {
                throw wrong(ALL);
            }
            steps.add(new Name(name, false));
        }

        private void bracket() {
            p++;
            if (p < text.length() && (text.charAt(p) == '"' || text.charAt(p) == '\'')) {
                steps.add(new Name(quoted(), true));
            } else {
                int close = text.indexOf(']', p);
                String index = close < 0 ? "" : text.substring(p, close);
                if (index.equals("*")) {
                    throw wrong(ALL);
                }
                if (!index.matches("\\d{1,6}")) {
                    throw wrong("in brackets stands a number from 0, or a name in quotes");
                }
                steps.add(new Element(Integer.parseInt(index)));
                p = close;
            }
            if (p == text.length() || text.charAt(p) != ']') {
                throw wrong("a `]` is missing");
            }
            p++;
        }

        private String quoted() {
            char quote = text.charAt(p++);
            StringBuilder name = new StringBuilder();
            while (p < text.length() && text.charAt(p) != quote) {
                if (text.charAt(p) == '\\' && p + 1 < text.length()) {
                    p++;
                }
                name.append(text.charAt(p++));
            }
            if (p == text.length()) {
                throw wrong("a quote is not closed");
            }
            p++;
            return name.toString();
        }

        private static final String ALL =
                "a path leads to one value; for all elements take the array, and `explode` it in a step";

        private static IllegalArgumentException wrong(String why) {
            return new IllegalArgumentException(GRAMMAR + " (" + why + ")");
        }
    }
}
