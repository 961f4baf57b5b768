package io.nilometer.core.compile;

import io.nilometer.api.Problem;
import io.nilometer.core.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * What became of a pipeline.
 *
 * @param program empty when one of the problems is an error
 * @param problems all of them, warnings and hints too
 */
public record Compiled(Optional<Program> program, List<Problem> problems) {}
