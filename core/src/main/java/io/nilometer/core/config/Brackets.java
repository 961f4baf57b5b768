package io.nilometer.core.config;

import java.util.ArrayDeque;
import java.util.Deque;

/** Tells an SQL expression that is whole from one that was cut; takes it piece by piece. */
final class Brackets {

    private final Deque<Character> open = new ArrayDeque<>();
    private char quote;
    private boolean escaped;
    private boolean wrong;

    /** Whether all quotes and brackets are closed, in the right order. */
    static boolean balanced(String sql) {
        return new Brackets().add(sql).closed();
    }

    Brackets add(String piece) {
        for (int i = 0; i < piece.length() && !wrong; i++) {
            char c = piece.charAt(i);
            if (quote != 0) {
                inQuotes(c);
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                open.push(c == '(' ? ')' : c == '[' ? ']' : '}');
            } else if (c == ')' || c == ']' || c == '}') {
                wrong = open.isEmpty() || open.pop() != c;
            }
        }
        return this;
    }

    private void inQuotes(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\' && quote != '`') {
            escaped = true;
        } else if (c == quote) {
            quote = 0;
        }
    }

    boolean closed() {
        return !wrong && quote == 0 && open.isEmpty();
    }

    /** Whether no further piece can close it: a bracket was closed that was not open. */
    boolean hopeless() {
        return wrong;
    }
}
