package io.nilometer.core.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log_format of nginx says, however much of the directive was copied: all of it ({@code log_format name escape=… '…' '…';}),
 * the quoted pieces, or the text between the quotes.
 *
 * @param text with its pieces joined
 */
record NginxLogFormat(String text, LogEscape escape) {

    private static final String COMBINED =
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\""
                    + " \"$http_user_agent\"";
    private static final Map<String, String> KNOWN =
            Map.of("combined", COMBINED, "main", COMBINED + " \"$http_x_forwarded_for\"");
    private static final Pattern DIRECTIVE = Pattern.compile("log_format\\s.*", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("[\\w.-]+\\s+(escape=\\w+\\s+)?'.*", Pattern.DOTALL);
    private static final Pattern PIECES = Pattern.compile("'.*|\"(.*\\\\\".*|.*\"\\s*;)", Pattern.DOTALL);
    private static final Pattern HALF_COPIED = Pattern.compile(".*('\\s+'|['\"]\\s*;$)", Pattern.DOTALL);
    private static final String REMEDY =
            "copy the whole directive from nginx's configuration, from `log_format` to its semicolon, under"
                    + " `log_format: |`";

    /** A word of the configuration; {@code quoted} ones are never names or parameters. */
    private record Word(String text, boolean quoted) {}

    static NginxLogFormat of(String written) {
        String text = written.strip();
        String known = KNOWN.get(text);
        if (known != null) {
            return new NginxLogFormat(known, LogEscape.BACKSLASH);
        }
        if (DIRECTIVE.matcher(text).matches()) {
            List<Word> words = words(text.substring("log_format".length()));
            return joined(words.subList(Math.min(1, words.size()), words.size()));
        }
        if (NAMED.matcher(text).matches()) {
            List<Word> words = words(text);
            if (onlyPieces(words.subList(1, words.size()))) {
                return joined(words.subList(1, words.size()));
            }
        }
        if (PIECES.matcher(text).matches()) {
            List<Word> words = words(text);
            if (onlyPieces(words)) {
                return joined(words);
            }
        }
        if (HALF_COPIED.matcher(text).matches()) {
            throw new TemplateException("has quotes of the configuration in it, but not all of them", REMEDY);
        }
        if (text.indexOf('\n') >= 0) {
            throw new TemplateException("has a line end, which no line of a log has", REMEDY);
        }
        return new NginxLogFormat(text, LogEscape.BACKSLASH);
    }

    private static boolean onlyPieces(List<Word> words) {
        return words.stream().allMatch(word -> word.quoted || word.text.startsWith("escape="));
    }

    private static NginxLogFormat joined(List<Word> words) {
        StringBuilder text = new StringBuilder();
        LogEscape escape = LogEscape.BACKSLASH;
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (i == 0 && !word.quoted && word.text.startsWith("escape=")) {
                escape = escape(word.text.substring("escape=".length()));
            } else {
                text.append(word.text);
            }
        }
        if (text.isEmpty()) {
            throw new TemplateException("has a name, but no format behind it", REMEDY);
        }
        return new NginxLogFormat(text.toString(), escape);
    }

    private static LogEscape escape(String name) {
        return switch (name) {
            case "default" -> LogEscape.BACKSLASH;
            case "json" -> LogEscape.JSON;
            case "none" -> LogEscape.NONE;
            default ->
                throw new TemplateException(
                        "has escape=" + name + ", which nginx does not know", "it knows escape=default, json and none");
        };
    }

    /** Words up to the semicolon, as nginx reads them. */
    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        int p = 0;
        while (p < text.length()) {
            char c = text.charAt(p);
            if (Character.isWhitespace(c)) {
                p++;
            } else if (c == '#') {
                p = lineEnd(text, p);
            } else if (c == ';') {
                checkNothingFollows(text.substring(p + 1));
                return words;
            } else if (c == '\'' || c == '"') {
                int end = quoteEnd(text, p);
                words.add(new Word(unescaped(text.substring(p + 1, end)), true));
                p = end + 1;
            } else {
                int end = p;
                while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != ';') {
                    end++;
                }
                words.add(new Word(text.substring(p, end), false));
                p = end;
            }
        }
        return words;
    }

    private static void checkNothingFollows(String rest) {
        for (String line : rest.split("\n", -1)) {
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                throw new TemplateException(
                        "has something behind its semicolon: " + line.strip(),
                        "copy one directive, the one that writes this log");
            }
        }
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static int quoteEnd(String text, int open) {
        for (int p = open + 1; p < text.length(); p++) {
            if (text.charAt(p) == '\\') {
                p++;
            } else if (text.charAt(p) == text.charAt(open)) {
                return p;
            }
        }
        throw new TemplateException("has a quote that is not closed", REMEDY);
    }

    /** nginx takes a backslash away before quotes and itself, and knows three characters by letters. */
    private static String unescaped(String piece) {
        Matcher matcher = Pattern.compile("\\\\([\"'\\\\trn])").matcher(piece);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                switch (found.group(1)) {
                    case "t" -> "\t";
                    case "r" -> "\r";
                    case "n" -> "\n";
                    default -> found.group(1);
                }));
    }
}
