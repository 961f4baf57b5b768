package io.nilometer.core.compile;

import io.nilometer.core.aggregate.AggregateFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.aggregate.ApproximatePercentile;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.BoolAnd;
import org.apache.spark.sql.catalyst.expressions.aggregate.BoolOr;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectList;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectSet;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.CountIf;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.HyperLogLogPlusPlus;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.MaxBy;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.expressions.aggregate.MinBy;
import org.apache.spark.sql.catalyst.expressions.aggregate.Mode;
import org.apache.spark.sql.catalyst.expressions.aggregate.Percentile;
import org.apache.spark.sql.catalyst.expressions.aggregate.StddevPop;
import org.apache.spark.sql.catalyst.expressions.aggregate.StddevSamp;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.catalyst.expressions.aggregate.VariancePop;
import org.apache.spark.sql.catalyst.expressions.aggregate.VarianceSamp;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.NumericType;

/**
 * Which accumulator of ours computes an aggregate of Spark's.
 *
 * @param inputs what it takes from every event
 * @param original what Spark makes of it in the end
 */
record AggregateChoice(
        AggregateFunction function,
        List<Expression> inputs,
        List<Object> parameters,
        org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction original) {

    static AggregateChoice of(
            org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction spark, boolean distinct) {
        if (spark instanceof Count) {
            List<Expression> counted = ScalaBridge.<Expression>list(spark.children()).stream()
                    .filter(input -> !isConstant(input))
                    .toList();
            return new AggregateChoice(
                    distinct ? AggregateFunction.COUNT_DISTINCT : AggregateFunction.COUNT, counted, List.of(), spark);
        }
        if (spark instanceof First first) {
            return with(AggregateFunction.FIRST, List.of(first.ignoreNulls()), spark);
        }
        if (spark instanceof Last last) {
            return with(AggregateFunction.LAST, List.of(last.ignoreNulls()), spark);
        }
        if (spark instanceof ApproximatePercentile percentile) {
            AggregateChoice choice = percentiles(
                    AggregateFunction.PERCENTILE_APPROX, percentile.child(), percentile.percentageExpression(), spark);
            return choice.and(accuracy(percentile));
        }
        if (spark instanceof Percentile percentile && isPlain(percentile)) {
            return percentiles(
                    AggregateFunction.PERCENTILE, percentile.child(), percentile.percentageExpression(), spark);
        }
        AggregateFunction own = own(spark);
        if (own != null) {
            return new AggregateChoice(own, ScalaBridge.<Expression>list(spark.children()), List.of(), spark);
        }
        if (spark instanceof RuntimeReplaceable replaceable
                && replaceable.replacement()
                        instanceof org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction other) {
            return of(other, distinct);
        }
        List<Expression> inputs = ScalaBridge.<Expression>list(spark.children()).stream()
                .filter(input -> !input.foldable())
                .toList();
        return new AggregateChoice(AggregateFunction.CATALYST, inputs, List.of(), spark);
    }

    private AggregateChoice and(Object parameter) {
        List<Object> more = new ArrayList<>(parameters);
        more.add(parameter);
        return new AggregateChoice(function, inputs, more, original);
    }

    private static Integer accuracy(ApproximatePercentile percentile) {
        long written = ((Number) percentile.accuracyExpression().eval(null)).longValue();
        return (int) Math.max(AggregateFunction.LEAST_ACCURACY, Math.min(written, Integer.MAX_VALUE));
    }

    /** Whether it keeps more than a cell may take. */
    boolean isTooAccurate() {
        return parameters.stream()
                .anyMatch(parameter ->
                        parameter instanceof Integer accuracy && accuracy > AggregateFunction.MOST_ACCURACY);
    }

    private static AggregateChoice with(
            AggregateFunction own,
            List<Object> parameters,
            org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction spark) {
        return new AggregateChoice(
                own, List.of(ScalaBridge.<Expression>list(spark.children()).get(0)), parameters, spark);
    }

    private static boolean isConstant(Expression input) {
        return input instanceof Literal literal && literal.value() != null;
    }

    /** Frequencies, descending order and intervals stay with Spark. */
    private static boolean isPlain(Percentile percentile) {
        return !percentile.reverse()
                && percentile.child().dataType() instanceof NumericType
                && percentile.frequencyExpression() instanceof Literal frequency
                && frequency.value() instanceof Number number
                && number.longValue() == 1;
    }

    private static AggregateChoice percentiles(
            AggregateFunction own,
            Expression child,
            Expression percentage,
            org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction spark) {
        Object value = percentage.eval(null);
        List<Object> parameters = new ArrayList<>();
        if (percentage.dataType() instanceof ArrayType array) {
            for (Object one : ((ArrayData) value).toObjectArray(array.elementType())) {
                parameters.add(number(one));
            }
            parameters.add(true);
        } else {
            parameters.add(number(value));
            parameters.add(false);
        }
        return new AggregateChoice(own, List.of(child), parameters, spark);
    }

    private static Double number(Object value) {
        return value instanceof Decimal decimal ? decimal.toDouble() : ((Number) value).doubleValue();
    }

    private static @org.jspecify.annotations.Nullable AggregateFunction own(
            org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction spark) {
        return spark instanceof CountIf
                ? AggregateFunction.COUNT_IF
                : spark instanceof Sum
                        ? AggregateFunction.SUM
                        : spark instanceof Average
                                ? AggregateFunction.AVG
                                : spark instanceof VarianceSamp
                                        ? AggregateFunction.VARIANCE_SAMPLE
                                        : spark instanceof VariancePop
                                                ? AggregateFunction.VARIANCE_POPULATION
                                                : spark instanceof StddevSamp
                                                        ? AggregateFunction.STDDEV_SAMPLE
                                                        : spark instanceof StddevPop
                                                                ? AggregateFunction.STDDEV_POPULATION
                                                                : spark instanceof Min
                                                                        ? AggregateFunction.MIN
                                                                        : spark instanceof Max
                                                                                ? AggregateFunction.MAX
                                                                                : spark instanceof HyperLogLogPlusPlus
                                                                                        ? AggregateFunction
                                                                                                .APPROX_COUNT_DISTINCT
                                                                                        : spark
                                                                                                                instanceof
                                                                                                                CollectSet
                                                                                                                        set
                                                                                                        && set
                                                                                                                .ignoreNulls()
                                                                                                ? AggregateFunction
                                                                                                        .COLLECT_SET
                                                                                                : spark
                                                                                                                        instanceof
                                                                                                                        CollectList
                                                                                                                                list
                                                                                                                && list
                                                                                                                        .ignoreNulls()
                                                                                                        ? AggregateFunction
                                                                                                                .COLLECT_LIST
                                                                                                        : spark
                                                                                                                        instanceof
                                                                                                                        MaxBy
                                                                                                                ? AggregateFunction
                                                                                                                        .MAX_BY
                                                                                                                : spark
                                                                                                                                instanceof
                                                                                                                                MinBy
                                                                                                                        ? AggregateFunction
                                                                                                                                .MIN_BY
                                                                                                                        : spark
                                                                                                                                                instanceof
                                                                                                                                                Mode
                                                                                                                                                        mode
                                                                                                                                        && mode.reverseOpt()
                                                                                                                                                .isEmpty()
                                                                                                                                ? AggregateFunction
                                                                                                                                        .MODE
                                                                                                                                : spark
                                                                                                                                                instanceof
                                                                                                                                                BoolAnd
                                                                                                                                        ? AggregateFunction
                                                                                                                                                .BOOL_AND
                                                                                                                                        : spark
                                                                                                                                                        instanceof
                                                                                                                                                        BoolOr
                                                                                                                                                ? AggregateFunction
                                                                                                                                                        .BOOL_OR
                                                                                                                                                : null;
    }
}
