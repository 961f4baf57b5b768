package io.nilometer.core.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a LogFormat of Apache httpd says, however much of the directive was copied: all of it, the quoted text, what is between
 * the quotes, or the nickname of a format that comes with httpd or with Debian.
 */
final class ApacheLogFormat {

    private static final String COMMON = "%h %l %u %t \"%r\" %>s %b";
    private static final String AGENTS = " \"%{Referer}i\" \"%{User-Agent}i\"";
    private static final Map<String, String> KNOWN = Map.of(
            "common", COMMON,
            "combined", COMMON + AGENTS,
            "combinedio", COMMON + AGENTS + " %I %O",
            "vhost_common", "%v " + COMMON,
            "vhost_combined", "%v:%p %h %l %u %t \"%r\" %>s %O" + AGENTS,
            "referer", "%{Referer}i -> %U",
            "agent", "%{User-agent}i");
    private static final Pattern NICKNAME = Pattern.compile("[\\w.-]+");
    private static final String REMEDY =
            "copy the whole directive from Apache's configuration, such as LogFormat \"%h %l %u %t \\\"%r\\\" %>s %b\""
                    + " common";

    private ApacheLogFormat() {}

    /** The format as httpd's mod_log_config gets it, without its escapes. */
    static String of(String written) {
        List<String> lines = written.replaceAll("\\\\\\r?\\n\\s*", " ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (lines.size() > 1) {
            throw new TemplateException("has several lines", "copy one directive, the one that writes this log");
        }
        String text = lines.isEmpty() ? "" : lines.get(0);
        String directive = text.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
        return switch (directive) {
            case "logformat", "transferlog" -> format(words(text), 1);
            case "customlog", "globallog" -> format(words(text), 2);
            case "errorlogformat", "errorlog" ->
                throw new TemplateException("is of an error log", "use `format: regex` for error logs");
            default -> plain(text);
        };
    }

    private static String format(List<String> words, int index) {
        if (words.size() <= index) {
            throw new TemplateException("has a directive without a format", REMEDY);
        }
        return named(words.get(index));
    }

    private static String plain(String text) {
        if (text.startsWith("\"") || text.startsWith("'")) {
            int end = quoteEnd(text);
            String rest = end < 0 ? "%" : text.substring(end + 1).strip();
            if (rest.isEmpty() || NICKNAME.matcher(rest).matches()) {
                return unescaped(inner(text.substring(1, end), text.charAt(0)));
            }
        }
        return text.indexOf('%') < 0 && NICKNAME.matcher(text).matches() ? named(text) : unescaped(text);
    }

    /** A format or a nickname. */
    private static String named(String word) {
        if (word.indexOf('%') >= 0) {
            return unescaped(word);
        }
        String known = KNOWN.get(word);
        if (known == null) {
            throw new TemplateException(
                    "names the format `" + word + "`, which does not come with Apache",
                    "write its LogFormat; by name there are " + String.join(", ", new TreeSet<>(KNOWN.keySet())));
        }
        return known;
    }

    /** Words of the configuration; in quotes, a backslash takes away the meaning of a quote and of itself. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            boolean quoted = rest.startsWith("\"") || rest.startsWith("'");
            int end = quoted ? quoteEnd(rest) : rest.split("\\s", 2)[0].length();
            if (end < 0) {
                throw new TemplateException("has a quote that is not closed", REMEDY);
            }
            words.add(quoted ? inner(rest.substring(1, end), rest.charAt(0)) : rest.substring(0, end));
            rest = rest.substring(quoted ? end + 1 : end).strip();
        }
        return words;
    }

    private static int quoteEnd(String text) {
        for (int p = 1; p < text.length(); p++) {
            if (text.charAt(p) == '\\') {
                p++;
            } else if (text.charAt(p) == text.charAt(0)) {
                return p;
            }
        }
        return -1;
    }

    private static String inner(String text, char quote) {
        StringBuilder out = new StringBuilder();
        for (int p = 0; p < text.length(); p++) {
            boolean escape = text.charAt(p) == '\\'
                    && p + 1 < text.length()
                    && (text.charAt(p + 1) == quote || text.charAt(p + 1) == '\\');
            p += escape ? 1 : 0;
            out.append(text.charAt(p));
        }
        return out.toString();
    }

    /** What mod_log_config itself makes of backslashes. */
    private static String unescaped(String format) {
        StringBuilder out = new StringBuilder();
        for (int p = 0; p < format.length(); p++) {
            if (format.charAt(p) != '\\' || p + 1 == format.length()) {
                out.append(format.charAt(p));
                continue;
            }
            p++;
            char c = format.charAt(p);
            if (c == 'n') {
                throw new TemplateException("has a line end (\\n): its records have several lines", "take out the \\n");
            }
            out.append(c == 't' ? '\t' : c == 'r' ? '\r' : c);
        }
        return out.toString();
    }
}
