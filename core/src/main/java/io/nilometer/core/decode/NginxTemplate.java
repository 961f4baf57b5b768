package io.nilometer.core.decode;

import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The log_format of nginx: variables with text between them.
 *
 * @param prefix the text before the first variable
 */
record NginxTemplate(byte[] prefix, List<Variable> variables) {

    /** How the text of a variable is read. */
    enum Kind {
        TEXT,
        REQUEST,
        LOCAL_TIME
    }

    /**
     * @param field its name in the pipeline
     * @param after the text between it and the next variable, or behind the last
     */
    record Variable(String field, Kind kind, Simple type, byte[] after) {}

    /** @throws IllegalArgumentException with a message that follows "log_format" */
    static NginxTemplate parse(String text) {
        List<Variable> variables = new ArrayList<>();
        Set<String> taken = new LinkedHashSet<>();
        int p = literalEnd(text, 0);
        byte[] prefix = text.substring(0, p).getBytes(StandardCharsets.UTF_8);
        while (p < text.length()) {
            boolean braced = text.startsWith("${", p);
            int nameStart = braced ? p + 2 : p + 1;
            int nameEnd = nameStart;
            while (nameEnd < text.length() && isName(text.charAt(nameEnd))) {
                nameEnd++;
            }
            String name = text.substring(nameStart, nameEnd);
            if (name.isEmpty() || (braced && !text.startsWith("}", nameEnd))) {
                throw new IllegalArgumentException("has a $ without the name of a variable");
            }
            int after = braced ? nameEnd + 1 : nameEnd;
            p = literalEnd(text, after);
            if (p == after && p < text.length()) {
                throw new IllegalArgumentException(
                        "has nothing between $" + name + " and the next variable: they can't be told apart");
            }
            variables.add(variable(name, text.substring(after, p), taken));
        }
        if (variables.isEmpty()) {
            throw new IllegalArgumentException("has no variables");
        }
        return new NginxTemplate(prefix, List.copyOf(variables));
    }

    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (Variable variable : variables) {
            fields.add(Field.of(variable.field, variable.type));
            if (variable.kind == Kind.REQUEST) {
                List.of("method", "url", "protocol").forEach(part -> fields.add(Field.of(part, Simple.STRING)));
            }
        }
        return fields;
    }

    private static Variable variable(String name, String after, Set<String> taken) {
        String usual =
                switch (name) {
                    case "remote_addr" -> "ip";
                    case "remote_user" -> "user";
                    case "time_local", "time_iso8601", "msec" -> "time";
                    case "body_bytes_sent" -> "size";
                    case "http_referer" -> "referrer";
                    case "http_user_agent" -> "user_agent";
                    default -> name;
                };
        String field = taken.contains(usual) ? name : usual;
        boolean fresh = taken.add(field);
        if (name.equals("request")) {
            fresh &= taken.add("method") & taken.add("url") & taken.add("protocol");
        }
        if (!fresh) {
            throw new IllegalArgumentException("gives the field " + field + " twice");
        }
        Simple type =
                switch (name) {
                    case "time_local", "time_iso8601", "msec" -> Simple.TIMESTAMP;
                    case "status" -> Simple.INT;
                    case "body_bytes_sent", "bytes_sent", "request_length" -> Simple.LONG;
                    case "request_time" -> Simple.DOUBLE;
                    default -> Simple.STRING;
                };
        Kind kind = name.equals("request") ? Kind.REQUEST : name.equals("time_local") ? Kind.LOCAL_TIME : Kind.TEXT;
        return new Variable(field, kind, type, after.getBytes(StandardCharsets.UTF_8));
    }

    private static int literalEnd(String text, int from) {
        int dollar = text.indexOf('$', from);
        return dollar < 0 ? text.length() : dollar;
    }

    private static boolean isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
