package io.nilometer.cli;

import io.nilometer.api.Problem;
import io.nilometer.api.Problem.Severity;
import io.nilometer.core.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a pipeline file.
 *
 * @param program empty when it has errors
 */
record Prepared(Optional<Program> program, List<Problem> problems) {

    Prepared {
        problems = List.copyOf(problems);
    }

    /** Also with what an engine has to say. */
    Prepared and(List<Problem> more) {
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(more);
        return new Prepared(program, all);
    }

    boolean hasErrors() {
        return program.isEmpty() || problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }
}
