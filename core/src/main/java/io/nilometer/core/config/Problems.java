package io.nilometer.core.config;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong. The same problem at the same place is told once. */
final class Problems {

    private static final Comparator<Problem> BY_PLACE = Comparator.comparingInt((Problem p) -> p.place().line())
            .thenComparingInt(p -> p.place().column())
            .thenComparing(Problem::severity);

    private final Set<Problem> found = new LinkedHashSet<>();
    private final Set<String> secrets = new LinkedHashSet<>();

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

    /** From now on this text is struck from every message. */
    void hide(String secret) {
        if (!secret.isBlank()) {
            secrets.add(secret);
        }
    }

    boolean hasErrors() {
        return found.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    /** A mark to see later whether something was added. */
    int size() {
        return found.size();
    }

    /** In the order of the file. */
    List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(BY_PLACE);
        return List.copyOf(sorted);
    }

    /** A text of someone else's, without the secrets that it may hold. */
    String withoutSecrets(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }
}
