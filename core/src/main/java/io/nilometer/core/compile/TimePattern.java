package io.nilometer.core.compile;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.util.LegacyDateFormats$;
import org.apache.spark.sql.catalyst.util.TimestampFormatter$;

/**
 * A pattern of Spark's for times, such as {@code yyyy-MM-dd HH:mm:ss}: what is wrong with it, in our words, and the day of the
 * week at its beginning, which Spark does not read and we do.
 */
final class TimePattern {

    private static final int NONE = -1;
    private static final String KNOWN = "GyMLdDahHkKmsSVzOXxZEFQq";
    private static final Map<Character, String> REMEDIES = remedies();

    private final String text;
    private final boolean parsing;
    /** Where each character stands alone as a letter of the pattern; a blank where it is quoted or no letter. */
    private final String letters;

    TimePattern(String text, boolean parsing) {
        this.text = text;
        this.parsing = parsing;
        letters = letters(text);
    }

    /** Why it can't work and what to write. */
    record Flaw(String why, String remedy) {}

    private static Map<Character, String> remedies() {
        Map<Character, String> remedies = new TreeMap<>();
        remedies.put('Y', "`Y` is the year that a week belongs to|the year is y: yyyy");
        remedies.put('u', "`u` is not taken|the year is y: yyyy");
        remedies.put('w', "`w` is a week|a week does not make a date; when writing use weekofyear(…)");
        remedies.put('W', "`W` is a week|a week does not make a date; when writing use weekofyear(…)");
        remedies.put('e', "`e` is not taken|the day of the week is E");
        remedies.put('c', "`c` is not taken|the day of the week is E");
        remedies.put('T', "`T` is no letter of patterns|text is written in single quotes: \"yyyy-MM-dd'T'HH:mm:ss\"");
        return remedies;
    }

    /** Whether the text begins with the day of the week, perhaps behind other text. */
    boolean beginsWithDay() {
        int day = dayAt();
        return day != NONE && dayLetters(day) <= 4;
    }

    /** What stands before the day of the week, as it is in a value. */
    String beforeDay() {
        return literal(text.substring(0, dayAt()));
    }

    boolean isFullDay() {
        return dayLetters(dayAt()) == 4;
    }

    /** The pattern of the rest. */
    String afterDay() {
        int day = dayAt();
        return text.substring(day + dayLetters(day));
    }

    private int dayAt() {
        int first = letters.length() - letters.stripLeading().length();
        return first < text.length() && letters.charAt(first) == 'E' && isPlain(first) ? first : NONE;
    }

    /** Whether what stands up to there means itself: brackets and the like are quoted. */
    private boolean isPlain(int to) {
        boolean quoted = false;
        for (int i = 0; i < to; i++) {
            quoted ^= text.charAt(i) == '\'';
            if (!quoted && "[]{}#".indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private int dayLetters(int at) {
        int end = at;
        while (end < letters.length() && letters.charAt(end) == 'E') {
            end++;
        }
        return end - at;
    }

    /** Without its quotes; two are one. */
    private static String literal(String quoted) {
        return quoted.replace("''", "\0").replace("'", "").replace('\0', '\'');
    }

    /** Letters outside of quotes; others become blanks. */
    private static String letters(String text) {
        StringBuilder letters = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '\'';
            boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            letters.append(!quoted && isLetter ? c : ' ');
        }
        return letters.toString();
    }

    Optional<Flaw> flaw() {
        for (char c : letters.toCharArray()) {
            String remedy = REMEDIES.get(c);
            if (remedy != null) {
                return flaw(remedy.substring(0, remedy.indexOf('|')), remedy.substring(remedy.indexOf('|') + 1));
            }
            if (c != ' ' && KNOWN.indexOf(c) < 0) {
                return flaw("`" + c + "` is no letter of patterns", "text is written in single quotes: '" + c + "'");
            }
            if (parsing && c == 'E') {
                return flaw(
                        "a day of the week (`E`, one to four letters) is read by to_timestamp and the like alone, and"
                                + " only at the beginning",
                        "cut it off the text, for example with regexp_replace, and take it out of the pattern");
            }
            if (parsing && (c == 'F' || c == 'Q' || c == 'q')) {
                return flaw("`" + c + "` can be written, not read", "take it out of the pattern and the text");
            }
        }
        Optional<Flaw> mistaken = parsing ? mistaken() : Optional.empty();
        return mistaken.isPresent() ? mistaken : refusedBySpark();
    }

    /** Letters that are mistaken for others: such a pattern reads hardly anything, or something else than is written. */
    private Optional<Flaw> mistaken() {
        if (has('D') && (has('M') || has('L'))) {
            return flaw("`D` is the day of the year", "the day of the month is d: dd");
        }
        if (has('y') && has('d') && has('m') && !has('M') && !has('L') && !has('D')) {
            return flaw("it has no month: `m` is minutes", "the month is M: MM");
        }
        if (letters.strip().matches(".*M[^M]+M.*") && !has('m')) {
            return flaw("it has two months: `M` is no minutes", "minutes are m: mm");
        }
        return Optional.empty();
    }

    /** What reads well and is likely to be meant otherwise. */
    Optional<Flaw> doubt() {
        if (!parsing || flaw().isPresent()) {
            return Optional.empty();
        }
        if ((has('h') || has('K')) && !has('a')) {
            return flaw("`h` counts to 12, and nothing says whether it is morning", "hours of the day are H: HH");
        }
        if ((has('M') || has('d')) && !has('y')) {
            return flaw("it has no year: all is in 1970", "put the year before the text and into the pattern");
        }
        return Optional.empty();
    }

    private boolean has(char letter) {
        return letters.indexOf(letter) >= 0;
    }

    private Optional<Flaw> refusedBySpark() {
        try {
            TimestampFormatter$.MODULE$.apply(
                    text, ZoneOffset.UTC, LegacyDateFormats$.MODULE$.SIMPLE_DATE_FORMAT(), parsing);
            return Optional.empty();
        } catch (Exception failure) {
            return Optional.of(explained(failure));
        }
    }

    private Flaw explained(Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("incomplete string literal")) {
            return new Flaw("a single quote is not closed", "close it; a single quote that is meant is written twice");
        }
        if (message.contains("reserved character") || message.contains("without previous [")) {
            return new Flaw(
                    "brackets, braces and # have a meaning of their own", "put them in single quotes, such as '['");
        }
        if (message.contains("idth")) {
            return new Flaw("there are more than nine of a letter", "fractions of a second are S to SSSSSSSSS");
        }
        String much = longestRun();
        return new Flaw(
                "the number of letters in `" + much + "` is not taken",
                "use fewer or more of them: yyyy, MM, MMM, dd, HH, SSS, VV, zzz, XXX");
    }

    private String longestRun() {
        String longest = "";
        for (String run : letters.strip().split("(?<=(.))(?!\\1)")) {
            longest = run.strip().length() > longest.length() ? run.strip() : longest;
        }
        return longest;
    }

    private static Optional<Flaw> flaw(String why, String remedy) {
        return Optional.of(new Flaw(why, remedy));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "'%s'", text);
    }
}
