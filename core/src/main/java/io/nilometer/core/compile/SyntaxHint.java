package io.nilometer.core.compile;

import io.nilometer.core.config.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is mostly the matter with a text that is no expression. */
final class SyntaxHint {

    private static final Map<String, String> OTHER_LANGUAGES = otherLanguages();

    private static final Pattern WORD = Pattern.compile("[A-Za-z]{3,}");
    private static final List<String> KEYWORDS = List.of(
            "and",
            "not",
            "null",
            "like",
            "rlike",
            "between",
            "case",
            "when",
            "then",
            "else",
            "end",
            "distinct",
            "filter",
            "where",
            "interval");

    private SyntaxHint() {}

    private static Map<String, String> otherLanguages() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("&&", "SQL's word for && is `and`");
        words.put("===", "SQL compares with `=`");
        words.put("!==", "SQL compares with `<>` or `!=`");
        words.put("=~", "SQL matches a pattern with `rlike`");
        words.put("?", "SQL chooses with `if(condition, a, b)`");
        return words;
    }

    /** @param near where Spark's parser stopped, in its words */
    static String of(String sql, String near) {
        Outside code = Outside.of(sql);
        if (code.openQuote != 0) {
            return "close the text: a " + code.openQuote + " has no partner";
        }
        for (Map.Entry<String, String> word : OTHER_LANGUAGES.entrySet()) {
            if (code.text.contains(word.getKey())) {
                return word.getValue();
            }
        }
        String lower = " " + code.text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", " ") + " ";
        if (lower.startsWith(" select ")) {
            return "leave `select` out: only the expression is written";
        }
        if (near.equals("'where'")) {
            return "write `filter (where …)` behind the aggregate, or give the metric a `where`";
        }
        if (lower.split(" case ", -1).length > lower.split(" end ", -1).length) {
            return "close the `case` with `end`";
        }
        if (code.depth > 0) {
            return "close the bracket: there are more ( than )";
        }
        if (code.depth < 0) {
            return "take out a bracket: there are more ) than (";
        }
        Optional<String> keyword = code.keyword();
        if (keyword.isPresent()) {
            return "did you mean `" + keyword.get() + "`?";
        }
        if (near.contains("end of input")) {
            return sql.isBlank() ? "write an SQL expression" : "it ends too early: add what its last word needs";
        }
        if (near.isBlank()) {
            return "what Spark SQL says must be changed in the expression";
        }
        return "before " + near + " something is missing or too much: an operator, a comma, a bracket or a quote";
    }

    /** An expression without its texts and quoted names. */
    private record Outside(String text, int depth, char openQuote) {

        /** The word of SQL that one of the words nearly is. */
        Optional<String> keyword() {
            return WORD.matcher(text)
                    .results()
                    .map(word -> word.group().toLowerCase(Locale.ROOT))
                    .filter(word -> !KEYWORDS.contains(word))
                    .flatMap(word -> Nearest.find(word, KEYWORDS).stream())
                    .findFirst();
        }

        static Outside of(String sql) {
            StringBuilder outside = new StringBuilder();
            int depth = 0;
            char quote = 0;
            for (int i = 0; i < sql.length(); i++) {
                char c = sql.charAt(i);
                if (quote != 0) {
                    i += c == '\\' && quote != '`' ? 1 : 0;
                    quote = c == quote ? 0 : quote;
                } else if (c == '\'' || c == '"' || c == '`') {
                    quote = c;
                } else {
                    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                    outside.append(c);
                }
            }
            return new Outside(outside.toString(), depth, quote);
        }
    }
}
