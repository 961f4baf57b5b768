package io.nilometer.core.compile;

import io.nilometer.core.pipeline.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;

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

    /** Empty, and a problem told, when it is no expression or uses what is refused, there or at all. */
    Optional<Named> parse(String name, Sql sql, Scope scope, Spot spot) {
        if (sql.isUnreadable()) {
            return Optional.empty();
        }
        TextTraps.check(sql, scope, problems);
        try {
            Expression tree = DefaultAccuracy.written(catalyst.parse(sql.text()));
            return refused.check(tree, sql, problems) && spot.fits(tree, sql, problems)
                    ? Optional.of(new Named(name, sql, tree))
                    : Optional.empty();
        } catch (Exception failure) {
            report(failure, sql, scope.names());
            return Optional.empty();
        }
    }

    /** One expression over the scope's columns. */
    Optional<Named> column(String name, Sql sql, Scope scope, Spot spot) {
        return parse(name, sql, scope, spot)
                .flatMap(parsed -> columns(scope, List.of(parsed)).get(0));
    }

    /** One condition over the scope's columns. */
    Optional<Named> condition(String name, Sql sql, Scope scope, Spot spot) {
        return column(name, sql, scope, spot).flatMap(this::asCondition);
    }

    /** Empty, and a problem told, when it is not true or false. A variable without a value may be that. */
    Optional<Named> asCondition(Named named) {
        if (named.tree().dataType() instanceof BooleanType) {
            return Optional.of(named);
        }
        if (named.tree() instanceof Literal literal && literal.value() == null && isText(literal)) {
            return Optional.of(named.with(Literal$.MODULE$.create((Object) null, DataTypes.BooleanType)));
        }
        problems.error(
                "not-a-condition",
                "`" + named.sql().text() + "` is "
                        + named.tree().dataType().sql().toLowerCase(java.util.Locale.ROOT) + ", not true or false",
                isText(named.tree())
                        ? "compare it: `" + named.sql().text() + " = '…'`"
                        : "compare it with something, such as `" + named.sql().text() + " > 0`",
                named.sql().place());
        return Optional.empty();
    }

    private static boolean isText(Expression tree) {
        return tree.dataType() instanceof StringType;
    }

    /** Several expressions that don't use each other; one result each, in order. */
    List<Optional<Named>> columns(Scope scope, List<Named> parsed) {
        return analyze(parsed, scope, scope.names(), (its, batch) -> catalyst.project(its.attributes(), batch));
    }

    /**
     * Aggregates over the scope's columns, grouped by some of them.
     *
     * @param selected names of earlier columns, which a mistyped name may have meant
     */
    List<Optional<Named>> aggregates(
            Scope scope, Set<String> selected, List<AttributeReference> keys, List<Named> parsed) {
        List<String> meant = new ArrayList<>(selected);
        meant.addAll(scope.names());
        return analyze(
                parsed, scope, meant, (its, batch) -> catalyst.aggregate(its.attributes(), its.orKeys(keys), batch));
    }

    private interface Analyzer {
        List<NamedExpression> analyze(Scope scope, List<NamedExpression> batch);
    }

    /** All in one plan; when that fails, each alone, so that every mistake is told. */
    private List<Optional<Named>> analyze(
            List<Named> parsed, Scope scope, Collection<String> meant, Analyzer analyzer) {
        if (parsed.isEmpty()) {
            return List.of();
        }
        try {
            if (parsed.stream().noneMatch(one -> scope.guesses(one.written()))) {
                return checked(parsed, analyzer.analyze(scope, aliased(parsed)));
            }
        } catch (Exception somewhere) {
            return eachAlone(parsed, scope, meant, analyzer);
        }
        return eachAlone(parsed, scope, meant, analyzer);
    }

    /** What uses an expression that failed is looked at as it was written: what went wrong is told once, where it stands. */
    private List<Optional<Named>> eachAlone(
            List<Named> parsed, Scope scope, Collection<String> meant, Analyzer analyzer) {
        List<Optional<Named>> results = new ArrayList<>();
        Set<String> failed = new HashSet<>();
        for (Named one : parsed) {
            Named looked = one;
            Scope its = scope;
            if (one.uses().stream().anyMatch(failed::contains)) {
                looked = one.with(one.written());
                for (String name : one.uses()) {
                    its = its.pretending(name);
                }
            }
            Optional<Named> result = alone(looked, its, meant, analyzer);
            if (result.isEmpty()) {
                failed.add(one.name());
            }
            results.add(result);
        }
        return results;
    }

    private Optional<Named> alone(Named one, Scope scope, Collection<String> meant, Analyzer analyzer) {
        boolean guess = scope.guesses(one.tree());
        try {
            List<Optional<Named>> result =
                    checked(List.of(one), analyzer.analyze(scope.guessing(one.tree()), aliased(List.of(one))));
            return !guess
                    ? result.get(0)
                    : scope.guessesVariablesOnly(one.tree())
                            ? result.get(0).map(found -> found.with(withoutVariables(found.tree())))
                            : Optional.empty();
        } catch (Exception failure) {
            if (!guess || SqlErrors.isUnknownName(failure)) {
                report(failure, one.sql(), meant);
            } else if (scope.guessesVariablesOnly(one.tree())) {
                problems.error(
                        "unset-variable",
                        "`" + one.sql().text().replaceAll("`(\\$\\{[^`]*})`", "$1")
                                + "` cannot be looked at without the values of its variables",
                        "set them in the environment or with --set NAME=…",
                        one.sql().place());
            }
            return Optional.empty();
        }
    }

    /** A variable that has no value, where none is needed, is null. */
    private static Expression withoutVariables(Expression analyzed) {
        return ScalaBridge.rewrite(
                analyzed,
                node -> node instanceof AttributeReference column && Scope.isVariable(column)
                        ? Literal$.MODULE$.create((Object) null, DataTypes.StringType)
                        : node);
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
                    "no event can change that: correct the constants in it, or take it out",
                    analyzed.sql().place());
        }
        return Optional.empty();
    }

    /** Spark throws checked exceptions that Java does not see. */
    private void report(Exception failure, Sql sql, Collection<String> meant) {
        if (failure instanceof AnalysisException analysis) {
            problems.add(SqlErrors.ofAnalysis(analysis, sql, meant));
        } else {
            problems.add(SqlErrors.of(failure, sql, meant));
        }
    }
}
