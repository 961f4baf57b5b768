package io.nilometer.core.compile;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a pipeline, each problem once. */
final class Problems {

    private final Set<Problem> found = new LinkedHashSet<>();

    void error(String code, String message, String remedy, Place place) {
        found.add(Problem.error(code, message, remedy, place));
    }

    void warning(String code, String message, String remedy, Place place) {
        found.add(Problem.warning(code, message, remedy, place));
    }

    void info(String code, String message, String remedy, Place place) {
        found.add(Problem.info(code, message, remedy, place));
    }

    void add(Problem problem) {
        found.add(problem);
    }

    boolean hasErrors() {
        return found.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    List<Problem> all() {
        return List.copyOf(new ArrayList<>(found));
    }
}
