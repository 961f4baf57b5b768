package io.nilometer.cli.test;

import io.nilometer.api.Column;
import io.nilometer.api.Problem;
import io.nilometer.api.Relation;
import io.nilometer.cli.run.Relations;
import io.nilometer.core.config.Nearest;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.program.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds expected rows that no row can equal, because they name a column that their output does not have. */
public final class ExpectedColumns {

    private ExpectedColumns() {}

    /** One problem for each name, test and output; empty when all of them exist. */
    public static List<Problem> check(Program program) {
        Map<String, Relation> relations = new LinkedHashMap<>();
        Relations.results(program).forEach(relation -> relations.put(relation.name(), relation));
        Relations.streams(program).forEach(relation -> relations.putIfAbsent(relation.name(), relation));
        List<Problem> problems = new ArrayList<>();
        for (PipelineTest test : program.pipeline().tests()) {
            test.expect().forEach((name, expectation) -> {
                Relation relation = relations.get(name);
                if (relation != null) {
                    problems.addAll(check(relation, expectation));
                }
            });
        }
        return problems;
    }

    private static List<Problem> check(Relation relation, PipelineTest.Expectation expectation) {
        List<String> columns = relation.columns().stream().map(Column::name).toList();
        Set<String> named = new LinkedHashSet<>();
        for (Object row : expectation.rows()) {
            if (row instanceof Map<?, ?> values) {
                values.keySet().forEach(name -> named.add(String.valueOf(name)));
            }
        }
        return named.stream()
                .filter(name -> !columns.contains(name))
                .map(name -> Problem.error(
                        "unknown-column",
                        "the expected rows name `" + name + "`, which is no column of `" + relation.name() + "`",
                        Nearest.find(name, columns)
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("columns: " + String.join(", ", columns)),
                        expectation.place()))
                .toList();
    }
}
