package io.nilometer.core.decode;

import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of an access log's lines: variables with text between them.
 *
 * @param prefix the text before the first variable
 */
record AccessTemplate(byte[] prefix, List<Variable> variables, LogEscape escape) {

    /** How often a line is read, each time with more texts that fit. */
    static final int READINGS = 3;

    private static final List<String> REQUEST_PARTS = List.of("method", "url", "protocol");

    /**
     * @param field its name in the pipeline; empty when it was there before
     * @param pattern of a time that has one
     * @param after the text between it and the next variable, or behind the last
     * @param readings its texts, from the strict reading to the open one
     */
    record Variable(String field, AccessKind kind, @Nullable TimePattern pattern, byte[] after, List<Shape> readings) {}

    /**
     * A part of a log_format as it is written.
     *
     * @param written how the user knows it
     * @param names of its field, the best one first: the first that is free is taken; empty for text
     */
    record Part(
            String written,
            List<String> names,
            AccessKind kind,
            @Nullable TimePattern pattern) {

        static Part text(String text) {
            return new Part(text, List.of(), AccessKind.TEXT, null);
        }

        static Part variable(String written, AccessKind kind, String... names) {
            return new Part(written, List.of(names), kind, null);
        }

        boolean isText() {
            return names.isEmpty();
        }
    }

    /** @throws TemplateException when lines of it can't be cut into its variables */
    static AccessTemplate of(List<Part> parts, LogEscape escape) {
        List<Part> variables = new ArrayList<>();
        List<StringBuilder> texts = new ArrayList<>(List.of(new StringBuilder()));
        for (Part part : parts) {
            if (part.isText()) {
                texts.get(variables.size()).append(part.written);
            } else {
                variables.add(part);
                texts.add(new StringBuilder());
            }
        }
        if (variables.isEmpty()) {
            throw new TemplateException(
                    "has no variables", "write the format as it stands in the server's configuration");
        }
        List<String> fields = names(variables);
        List<Variable> all = new ArrayList<>();
        boolean quoted = false;
        for (int i = 0; i < variables.size(); i++) {
            Part part = variables.get(i);
            String before = texts.get(i).toString();
            byte[] after = texts.get(i + 1).toString().getBytes(StandardCharsets.UTF_8);
            quoted ^= before.chars().filter(c -> c == '"').count() % 2 == 1;
            String stop = after.length == 0 ? "" : String.valueOf((char) (after[0] & 0xFF));
            List<Shape> readings = part.pattern == null
                    ? part.kind.readings(new AccessKind.Place(quoted, before, stop, i == 0))
                    : Collections.nCopies(READINGS, part.pattern.shape());
            all.add(new Variable(fields.get(i), part.kind, part.pattern, after, readings));
        }
        checkJoints(variables, all);
        return new AccessTemplate(texts.get(0).toString().getBytes(StandardCharsets.UTF_8), List.copyOf(all), escape);
    }

    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (Variable variable : variables) {
            if (variable.field.isEmpty()) {
                continue;
            }
            fields.add(Field.of(variable.field, variable.kind.type()));
            if (variable.kind == AccessKind.REQUEST) {
                REQUEST_PARTS.forEach(part -> fields.add(Field.of(part, Simple.STRING)));
            }
        }
        return fields;
    }

    private static List<String> names(List<Part> variables) {
        Set<String> taken = new HashSet<>();
        if (variables.stream().anyMatch(part -> part.kind == AccessKind.REQUEST)) {
            taken.addAll(REQUEST_PARTS);
        }
        Map<String, String> known = new HashMap<>();
        List<String> fields = new ArrayList<>();
        for (Part part : variables) {
            if (known.containsKey(part.written)) {
                fields.add("");
                continue;
            }
            String field = part.names.stream()
                    .filter(name -> !taken.contains(name))
                    .findFirst()
                    .orElse("");
            if (field.isEmpty()) {
                throw new TemplateException(
                        "gives the field " + part.names.get(0) + " twice, the second time with " + part.written,
                        "use `format: regex`, whose groups you name yourself");
            }
            taken.add(field);
            known.put(part.written, field);
            fields.add(field);
        }
        return fields;
    }

    /** Variables without text between them must be told apart by their bytes. */
    private static void checkJoints(List<Part> parts, List<Variable> variables) {
        for (int i = 0; i + 1 < variables.size(); i++) {
            BitSet alphabet = openest(variables.get(i)).alphabet();
            for (int j = i + 1; j < variables.size() && variables.get(j - 1).after.length == 0; j++) {
                if (alphabet.intersects(openest(variables.get(j)).first())) {
                    throw new TemplateException(
                            "has nothing between " + parts.get(i).written + " and " + parts.get(j).written
                                    + ": they can't be told apart",
                            "write something between them in the server's configuration too, or use `format: regex`");
                }
            }
        }
    }

    private static Shape openest(Variable variable) {
        return variable.readings.get(READINGS - 1);
    }
}
