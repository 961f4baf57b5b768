package io.nilometer.core.compile;

import io.nilometer.core.pipeline.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.types.BooleanType;

/** Parses and analyzes expressions, and tells what is wrong with them. Results are analyzed, not yet simplified. */
final class Analysis {

    private final Catalyst catalyst;
    private final Problems problems;

    private final Refused refused;

    Analysis(Catalyst catalyst, Problems problems) {
        this(catalyst, problems, Refused.IN_PIPELINES);
    }

    private Analysis(Catalyst catalyst, Problems problems, Refused refused) {
        this.catalyst = catalyst;
        this.problems = problems;
        this.refused = refused;
    }

    /** Demo traffic may use chance and the clock. */
    static Analysis forDemo(Catalyst catalyst, Problems problems) {
        return new Analysis(catalyst, problems, Refused.IN_DEMO);
    }

    Refused refused() {
        return refused;
    }

    Catalyst catalyst() {
        return catalyst;
    }

    Problems problems() {
        return problems;
    }

    /** Empty, and a problem told, when it is no expression or uses what is refused. */
    Optional<Named> parse(String name, Sql sql, Scope scope) {
        TextTraps.check(sql, scope, problems);
        try {
            Expression tree = catalyst.parse(sql.text());
            return refused.check(tree, sql, problems) ? Optional.of(new Named(name, sql, tree)) : Optional.empty();
        } catch (Exception failure) {
            report(failure, sql, scope);
            return Optional.empty();
        }
    }

    /** One expression over the scope's columns. */
    Optional<Named> column(String name, Sql sql, Scope scope) {
        return parse(name, sql, scope)
                .flatMap(parsed -> columns(scope, List.of(parsed)).get(0));
    }

    /** One condition over the scope's columns. */
    Optional<Named> condition(String name, Sql sql, Scope scope) {
        return column(name, sql, scope).filter(named -> isCondition(named));
    }

    boolean isCondition(Named named) {
        if (named.tree().dataType() instanceof BooleanType) {
            return true;
        }
        problems.error(
                "not-a-condition",
                "`" + named.sql().text() + "` is "
                        + named.tree().dataType().sql().toLowerCase(java.util.Locale.ROOT) + ", not true or false",
                "compare it with something",
                named.sql().place());
        return false;
    }

    /** Several expressions that don't use each other; one result each, in order. */
    List<Optional<Named>> columns(Scope scope, List<Named> parsed) {
        return analyze(parsed, scope, batch -> catalyst.project(scope.attributes(), batch));
    }

    /** Aggregates over the scope's columns, grouped by some of them. */
    List<Optional<Named>> aggregates(Scope scope, List<AttributeReference> keys, List<Named> parsed) {
        return analyze(parsed, scope, batch -> catalyst.aggregate(scope.attributes(), keys, batch));
    }

    /** All in one plan; when that fails, each alone, so that every mistake is told. */
    private List<Optional<Named>> analyze(
            List<Named> parsed, Scope scope, Function<List<NamedExpression>, List<NamedExpression>> analyzer) {
        if (parsed.isEmpty()) {
            return List.of();
        }
        try {
            return checked(parsed, analyzer.apply(aliased(parsed)));
        } catch (Exception batchFailure) {
            List<Optional<Named>> results = new ArrayList<>();
            for (Named one : parsed) {
                try {
                    results.addAll(checked(List.of(one), analyzer.apply(aliased(List.of(one)))));
                } catch (Exception failure) {
                    report(failure, one.sql(), scope);
                    results.add(Optional.empty());
                }
            }
            return results;
        }
    }

    private static List<NamedExpression> aliased(List<Named> parsed) {
        List<NamedExpression> batch = new ArrayList<>();
        parsed.forEach(one -> batch.add(Names.alias(one.tree(), one.name())));
        return batch;
    }

    private List<Optional<Named>> checked(List<Named> parsed, List<NamedExpression> analyzed) {
        List<Optional<Named>> results = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            Named named = parsed.get(i)
                    .with(ScalaBridge.<Expression>list(((Expression) analyzed.get(i)).children())
                            .get(0));
            boolean fine = refused.checkAnalyzed(named, problems) & TimePatterns.check(named, problems);
            results.add(fine ? Optional.of(named) : Optional.empty());
        }
        return results;
    }

    /** Brings an analyzed expression into the form that is evaluated. */
    Optional<Named> simplify(Named analyzed) {
        try {
            return Optional.of(analyzed.with(catalyst.compiling(() -> {
                Expression simple = Simplifier.simplify(analyzed.tree());
                CodeCheck.generate(simple);
                return simple;
            })));
        } catch (HostileInputs.BadPattern bad) {
            problems.error(
                    "bad-pattern", bad.getMessage(), bad.remedy(), SqlErrors.place(bad.origin(), analyzed.sql()));
        } catch (Exception failure) { // Spark throws checked exceptions that Java does not see
            problems.error(
                    "always-fails",
                    "`" + analyzed.sql().text() + "` always fails: " + SqlErrors.firstLine(failure),
                    "",
                    analyzed.sql().place());
        }
        return Optional.empty();
    }

    /** Spark throws checked exceptions that Java does not see. */
    private void report(Exception failure, Sql sql, Scope scope) {
        if (failure instanceof AnalysisException analysis) {
            problems.add(SqlErrors.ofAnalysis(analysis, sql, scope));
        } else {
            problems.add(SqlErrors.of(failure, sql, scope));
        }
    }
}
