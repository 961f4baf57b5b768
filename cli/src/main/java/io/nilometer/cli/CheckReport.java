package io.nilometer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nilometer.api.Problem;
import java.util.List;
import java.util.Locale;

/**
 * What {@code check --json} prints: one object with all problems of all files, and what could not be looked at. Keys are
 * only ever added to it.
 */
final class CheckReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode report = JSON.createObjectNode();
    private final ArrayNode problems = report.putArray("problems");
    private final ArrayNode notLookedAt = report.putArray("not_looked_at");

    void add(List<Problem> found) {
        found.forEach(problem -> write(problem, problems.addObject()));
    }

    void addNotLookedAt(List<Problem> told) {
        told.forEach(problem -> write(problem, notLookedAt.addObject()));
    }

    /** Where something is not known, it is null: a problem of the file as a whole has no line. */
    private static void write(Problem problem, ObjectNode object) {
        String file = problem.place().file();
        object.put("file", file.isEmpty() ? null : file);
        number(object, "line", problem.place().line());
        number(object, "column", problem.place().column());
        object.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        object.put("code", problem.code());
        object.put("problem", problem.message());
        object.put("fix", problem.remedy().isEmpty() ? null : problem.remedy());
    }

    private static void number(ObjectNode object, String name, int value) {
        object.put(name, value == 0 ? null : Integer.valueOf(value));
    }

    String text() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was made here cannot be written", e);
        }
    }
}
