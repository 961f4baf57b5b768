package io.nilometer.core.compile;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A stream, analyzed.
 *
 * @param name as it is referred to: {@code logs}, {@code logs.late}
 * @param parents the streams it reads; empty for what comes straight from a source
 * @param scope its columns after its steps
 * @param lineage what it computes, as text that does not depend on the rest of the file
 * @param lateness the largest of its sources'
 * @param sources names of the source streams whose events reach it
 */
record StreamShape(
        String name,
        List<Link> parents,
        Scope scope,
        List<ShapeStep> steps,
        String lineage,
        Duration lateness,
        Set<String> sources) {

    /**
     * How events come from a parent.
     *
     * @param columns what a union's columns are in this parent; empty when the parent's columns are taken as they are
     */
    record Link(StreamShape parent, List<ShapeStep.Target> columns) {}
}
