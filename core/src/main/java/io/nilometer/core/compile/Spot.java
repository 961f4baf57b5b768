package io.nilometer.core.compile;

import io.nilometer.core.pipeline.Sql;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.jspecify.annotations.Nullable;

/** Where an expression stands, and so whether it looks at one event or at many. Told before Spark does, who speaks of queries. */
enum Spot {
    STEP("a step", "compute it as a column of a metric's `select`, and choose among its rows with `having`"),
    FILTER("the `where` of a metric", "move the condition to `having`, which looks at the results"),
    KEY("a key", "make it a column of `select`, and choose among the rows with `having`"),
    TIME("the time of an event", "name a field, or an expression over the fields of one event"),
    DEMO("the traffic of `demo`", "use `n`, the number of the record"),
    ROW("a condition on rows", "name the column of the row"),
    RESULT("a column of results", "");

    private final String words;
    private final String remedy;

    Spot(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** False, and a problem told, when a parsed expression has an aggregate where there is nothing to aggregate. */
    boolean fits(Expression parsed, Sql sql, Problems problems) {
        if (this == RESULT) {
            return true;
        }
        UnresolvedFunction aggregate = aggregateIn(parsed);
        if (aggregate != null) {
            problems.error(
                    "misplaced-aggregate",
                    "`" + name(aggregate) + "` is an aggregate, and " + words + " looks at one "
                            + (this == ROW ? "row" : "event") + " at a time",
                    remedy,
                    SqlErrors.place(aggregate.origin(), sql));
        }
        return aggregate == null;
    }

    /** False, and a problem told, when an aggregate takes another one, also by the name of an earlier column. */
    static boolean isFlat(Named column, Problems problems) {
        boolean[] flat = {true};
        ScalaBridge.walk(column.tree(), node -> {
            if (flat[0] && node instanceof UnresolvedFunction outer && FunctionNames.isAggregate(name(outer))) {
                ScalaBridge.<Expression>list(outer.children()).stream()
                        .map(Spot::aggregateIn)
                        .filter(inner -> inner != null)
                        .findFirst()
                        .ifPresent(inner -> {
                            flat[0] = false;
                            problems.error(
                                    "nested-aggregate",
                                    "`" + name(outer) + "` is given the aggregate `" + name(inner)
                                            + "`, but an aggregate looks at single events",
                                    "give it a column of the events; what combines aggregates is a later column, "
                                            + "such as `ratio: errors / total`",
                                    SqlErrors.place(outer.origin(), column.sql()));
                        });
            }
        });
        return flat[0];
    }

    private static @Nullable UnresolvedFunction aggregateIn(Expression tree) {
        AtomicReference<@Nullable UnresolvedFunction> found = new AtomicReference<>();
        ScalaBridge.walk(tree, node -> {
            if (node instanceof UnresolvedFunction function && FunctionNames.isAggregate(name(function))) {
                found.compareAndSet(null, function);
            }
        });
        return found.get();
    }

    private static String name(UnresolvedFunction function) {
        List<String> parts = ScalaBridge.list(function.nameParts());
        return parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
    }
}
