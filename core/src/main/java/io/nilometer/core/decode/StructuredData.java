package io.nilometer.core.decode;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.FieldWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The structured data of RFC 5424, section 6.3: {@code [id name="value" …]…} or {@code -}. */
final class StructuredData {

    private static final FieldType MAP = new FieldType.Mapping(Simple.STRING, Simple.STRING);

    private final TextField field;

    StructuredData(TextField field) {
        this.field = field;
    }

    /** Returns the index behind it; -1 when it is wrong. */
    int read(byte[] b, int from, int end, FieldWriter out) {
        if (from < end && b[from] == '-') {
            return from + 1;
        }
        Map<String, String> values = new LinkedHashMap<>();
        int p = from;
        while (p < end && b[p] == '[') {
            p = element(b, p + 1, end, values);
            if (p < 0) {
                return -1;
            }
        }
        if (p == from) {
            return -1;
        }
        for (ValueWriter writer : field.writers()) {
            if (writer.type().equals(MAP)) {
                out.setObject(writer.slot(), values);
            } else if (writer.type().slot() == FieldType.Slot.BYTES) {
                byte[] text = Utf8.repaired(b, from, p);
                writer.text(out, text, 0, text.length);
            } else {
                out.setBad(writer.slot());
            }
        }
        return p;
    }

    private int element(byte[] b, int from, int end, Map<String, String> values) {
        int p = nameEnd(b, from, end);
        if (p == from) {
            return -1;
        }
        String id = text(b, from, p);
        if (p < end && b[p] == ']') {
            values.put(id, "");
        }
        while (p < end && b[p] == ' ') {
            int nameEnd = nameEnd(b, p + 1, end);
            if (nameEnd == p + 1 || nameEnd + 1 >= end || b[nameEnd] != '=' || b[nameEnd + 1] != '"') {
                return -1;
            }
            int close = nameEnd + 2;
            while (close < end && b[close] != '"') {
                close += b[close] == '\\' ? 2 : 1;
            }
            if (close >= end) {
                return -1;
            }
            if (field.isWanted()) {
                values.put(id + "." + text(b, p + 1, nameEnd), unescaped(text(b, nameEnd + 2, close)));
            }
            p = close + 1;
        }
        return p < end && b[p] == ']' ? p + 1 : -1;
    }

    private static int nameEnd(byte[] b, int from, int end) {
        int p = from;
        while (p < end && b[p] > ' ' && b[p] != '=' && b[p] != ']' && b[p] != '"') {
            p++;
        }
        return p;
    }

    /** A backslash stands before a quote, a backslash and a closing bracket; elsewhere it is itself. */
    private static String unescaped(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            boolean escape =
                    value.charAt(i) == '\\' && i + 1 < value.length() && "\"\\]".indexOf(value.charAt(i + 1)) >= 0;
            plain.append(value.charAt(escape ? ++i : i));
        }
        return plain.toString();
    }

    private static String text(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.UTF_8);
    }
}
