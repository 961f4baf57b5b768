package io.nilometer.core.config;

import java.util.ArrayDeque;
import java.util.Deque;

/** Tells an SQL expression that is whole from one that was cut. */
final class Brackets {

    private Brackets() {}

    /** Whether all quotes and brackets are closed, in the right order. */
    static boolean balanced(String sql) {
        Deque<Character> open = new ArrayDeque<>();
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote != 0) {
                if (c == '\\' && quote != '`') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                open.push(c == '(' ? ')' : c == '[' ? ']' : '}');
            } else if (c == ')' || c == ']' || c == '}') {
                if (open.isEmpty() || open.pop() != c) {
                    return false;
                }
            }
        }
        return quote == 0 && open.isEmpty();
    }
}
