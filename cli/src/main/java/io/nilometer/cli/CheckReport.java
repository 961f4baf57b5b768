package io.nilometer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.core.config.NotLookedAt;
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

    void addNotLookedAt(List<NotLookedAt> found) {
        for (NotLookedAt one : found) {
            ObjectNode object = notLookedAt.addObject();
            place(one.place(), object);
            object.put("what", one.what());
        }
    }

    /** Where something is not known, it is null: a problem of the file as a whole has no line. */
    private static void write(Problem problem, ObjectNode object) {
        place(problem.place(), object);
        object.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        object.put("code", problem.code());
        object.put("problem", problem.message());
        object.put("fix", problem.remedy().isEmpty() ? null : problem.remedy());
    }

    private static void place(Place place, ObjectNode object) {
        object.put("file", place.file().isEmpty() ? null : place.file());
        number(object, "line", place.line());
        number(object, "column", place.column());
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
