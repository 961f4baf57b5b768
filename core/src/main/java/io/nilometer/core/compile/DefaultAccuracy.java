package io.nilometer.core.compile;

import io.nilometer.core.aggregate.AggregateFunction;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;

/** Writes out the accuracy of approximate percentiles where there is none: Spark's own default means another method. */
final class DefaultAccuracy {

    private static final Set<String> FUNCTIONS = Set.of("percentile_approx", "approx_percentile");

    private DefaultAccuracy() {}

    static Expression written(Expression parsed) {
        return ScalaBridge.rewrite(
                parsed,
                node -> node instanceof UnresolvedFunction function
                                && function.arguments().size() == 2
                                && FUNCTIONS.contains(
                                        function.nameParts().last().toLowerCase(Locale.ROOT))
                        ? withAccuracy(function)
                        : node);
    }

    private static Expression withAccuracy(UnresolvedFunction function) {
        List<Expression> arguments = ScalaBridge.list(function.arguments());
        arguments.add(Literal$.MODULE$.apply(AggregateFunction.LEAST_ACCURACY));
        return new UnresolvedFunction(
                function.nameParts(),
                ScalaBridge.seq(arguments),
                function.isDistinct(),
                function.filter(),
                function.ignoreNulls(),
                function.orderingWithinGroup(),
                function.isInternal());
    }
}
