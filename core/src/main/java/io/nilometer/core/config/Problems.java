package io.nilometer.core.config;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects what is wrong. The same problem at the same place is told once. */
final class Problems {

    private static final Comparator<Problem> BY_PLACE = Comparator.comparingInt(
                    (Problem p) -> p.place().line())
            .thenComparingInt(p -> p.place().column())
            .thenComparing(Problem::severity);
    private static final int SHORT = 4;

    private final Set<Problem> found = new LinkedHashSet<>();
    private final List<Pattern> secrets = new ArrayList<>();

    void error(String code, Place place, String message, String remedy) {
        add(Problem.error(code, message, remedy, place));
    }

    void warning(String code, Place place, String message, String remedy) {
        add(Problem.warning(code, message, remedy, place));
    }

    void info(String code, Place place, String message, String remedy) {
        add(Problem.info(code, message, remedy, place));
    }

    void add(Problem problem) {
        found.add(problem);
    }

    /** This text is struck from every message. A short one only where it stands alone: any word may hold an {@code a}. */
    void hide(String secret) {
        if (!secret.isBlank()) {
            String quoted = Pattern.quote(secret);
            secrets.add(Pattern.compile(secret.length() < SHORT ? "(?<!\\w)" + quoted + "(?!\\w)" : quoted));
        }
    }

    boolean hasErrors() {
        return errors() > 0;
    }

    /** A mark to see later whether an error was added. */
    long errors() {
        return found.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .count();
    }

    /** A mark to see later whether something was added. */
    int size() {
        return found.size();
    }

    /** In the order of the file, without the secrets that names, values and the words of components may hold. */
    List<Problem> sorted() {
        return found.stream()
                .map(problem -> new Problem(
                        problem.severity(),
                        problem.code(),
                        withoutSecrets(problem.message()),
                        withoutSecrets(problem.remedy()),
                        problem.place()))
                .sorted(BY_PLACE)
                .toList();
    }

    private String withoutSecrets(String text) {
        String clean = text;
        for (Pattern secret : secrets) {
            clean = secret.matcher(clean).replaceAll("***");
        }
        return clean;
    }
}
