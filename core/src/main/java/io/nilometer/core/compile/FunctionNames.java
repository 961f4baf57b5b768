package io.nilometer.core.compile;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Option;

/** Spark's built-in functions: their names, and what Spark's own reference says of them. */
final class FunctionNames {

    private static final String AGGREGATES = "agg_funcs";
    private static final String OVER_ROWS = "window_funcs";
    /** Of names that are as near, these are meant. */
    private static final List<String> COMMON = List.of(
            "count",
            "count_if",
            "sum",
            "avg",
            "min",
            "max",
            "percentile",
            "percentile_approx",
            "concat",
            "lower",
            "upper",
            "substring",
            "split",
            "round",
            "coalesce",
            "if",
            "length",
            "size");

    private static final Set<String> ALL = load();

    private FunctionNames() {}

    static boolean exists(String name) {
        return ALL.contains(name);
    }

    static Set<String> all() {
        return ALL;
    }

    static boolean isAggregate(String name) {
        return inGroup(name, AGGREGATES);
    }

    /** Whether it needs SQL's {@code over (…)}: row_number, lag and their like. */
    static boolean looksAtOtherRows(String name) {
        return inGroup(name, OVER_ROWS);
    }

    /** How a function is called, such as {@code substring(str, pos[, len])}. */
    static Optional<String> usage(String name) {
        return info(name)
                .map(info -> info.getUsage().replace("_FUNC_", name).strip())
                .map(usage -> usage.lines().findFirst().orElse("").replaceFirst("\\) - .*", ")"))
                .filter(usage -> usage.startsWith(name + "(") && usage.endsWith(")"));
    }

    private static boolean inGroup(String name, String group) {
        return info(name).map(info -> group.equals(info.getGroup())).orElse(false);
    }

    private static Optional<ExpressionInfo> info(String name) {
        Option<ExpressionInfo> info = FunctionRegistry$.MODULE$.builtin().lookupFunction(new FunctionIdentifier(name));
        return info.isDefined() ? Optional.of(info.get()) : Optional.empty();
    }

    private static Set<String> load() {
        Set<String> names = new LinkedHashSet<>(COMMON);
        Set<String> others = new TreeSet<>();
        for (FunctionIdentifier id : ScalaBridge.<FunctionIdentifier>list(
                FunctionRegistry$.MODULE$.builtin().listFunction())) {
            others.add(id.funcName());
        }
        names.retainAll(others);
        names.addAll(others);
        return Collections.unmodifiableSet(names);
    }
}
