package io.nilometer.cli;

import io.nilometer.api.Problem;
import io.nilometer.api.Problem.Severity;
import io.nilometer.core.config.NotLookedAt;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a pipeline file.
 *
 * @param program empty when it has errors
 * @param sources by stream, those without an error, also when there is no program
 * @param problems in the order of the file
 * @param notLookedAt what could not be checked, in the order of the file
 */
record Prepared(
        Optional<Program> program, Map<String, Use> sources, List<Problem> problems, List<NotLookedAt> notLookedAt) {

    /** All of it was looked at. */
    Prepared(Optional<Program> program, Map<String, Use> sources, List<Problem> problems) {
        this(program, sources, problems, List.of());
    }

    Prepared {
        problems = problems.stream()
                .sorted(Comparator.comparingInt(
                                (Problem problem) -> problem.place().line())
                        .thenComparingInt(problem -> problem.place().column()))
                .toList();
    }

    /** Also with what an engine has to say. */
    Prepared and(List<Problem> more) {
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(more);
        return new Prepared(program, sources, all, notLookedAt);
    }

    boolean hasErrors() {
        return program.isEmpty() || problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }
}
