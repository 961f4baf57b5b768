package io.nilometer.core.compile;

import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Sql;

/** Finds what reads as one thing and means another, in the text of an expression. */
final class TextTraps {

    private static final String ESCAPES = "0bnrtZ\\%_'\"uU01234567";

    private TextTraps() {}

    static void check(Sql sql, Scope scope, Problems problems) {
        String text = sql.text();
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                lineStart = i + 1;
            } else if (c == '`') {
                i = end(text, i, true);
            } else if (c == '\'' || c == '"') {
                boolean raw = i > 0 && (text.charAt(i - 1) == 'r' || text.charAt(i - 1) == 'R');
                int end = end(text, i, raw);
                checkLiteral(
                        text.substring(i + 1, Math.max(i + 1, end)),
                        c,
                        raw,
                        sql.at(line, i - lineStart + 1),
                        scope,
                        problems);
                i = end;
            }
        }
    }

    /** The index of the closing quote, or the last character. */
    private static int end(String text, int start, boolean raw) {
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && !raw) {
                i++;
            } else if (text.charAt(i) == text.charAt(start)) {
                return i;
            }
        }
        return text.length() - 1;
    }

    private static void checkLiteral(
            String body, char quote, boolean raw, Place place, Scope scope, Problems problems) {
        if (quote == '"' && scope.find(body) != null) {
            problems.warning(
                    "quoted-column",
                    "\"" + body + "\" is a text, not the column " + body,
                    "write " + body + " or `" + body + "`",
                    place);
        }
        for (int i = 0; i + 1 < body.length() && !raw; i++) {
            if (body.charAt(i) == '\\') {
                if (ESCAPES.indexOf(body.charAt(i + 1)) < 0) {
                    problems.warning(
                            "lost-backslash",
                            "'\\" + body.charAt(i + 1) + "' is '" + body.charAt(i + 1) + "': the backslash is lost",
                            "write r" + quote + body + quote,
                            place);
                    return;
                }
                i++;
            }
        }
    }
}
