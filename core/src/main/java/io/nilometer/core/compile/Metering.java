package io.nilometer.core.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.ElementAt;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.GetArrayStructFields;
import org.apache.spark.sql.catalyst.expressions.GetMapValue;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.HigherOrderFunction;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.LeafExpression;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;
import org.jspecify.annotations.Nullable;

/** Holds every function whose result has no fixed size, and every other that has a bound, to the budget. */
final class Metering {

    private static final Set<Class<?>> OURS = Set.of(SafeLike.class, SafeNumbers.class, SafeTime.class);

    private Metering() {}

    static Expression guard(Expression tree) {
        return ScalaBridge.rewrite(tree, Metering::metered);
    }

    private static Expression metered(Expression node) {
        if (node instanceof HigherOrderFunction) {
            return wrap(withMeteredLambdas(node), null, Meter.After.MADE);
        }
        if (node instanceof StaticInvoke call && OURS.contains(call.staticObject())
                || node instanceof LeafExpression
                || node instanceof Unevaluable
                || node instanceof AggregateFunction
                || node instanceof AggregateExpression
                || node instanceof LambdaFunction
                || node instanceof NamedLambdaVariable
                || node instanceof Metered) {
            return node;
        }
        Bound bound = Bounds.of(node);
        if (bound != null) {
            return wrap(node, bound, Meter.After.NOTHING);
        }
        return isOpen(node.dataType()) && !CannotFail.harmless(node) && !givesWhatItHas(node)
                ? wrap(node, null, Meter.After.STEPS)
                : node;
    }

    private static Expression wrap(Expression node, @Nullable Bound bound, Meter.After after) {
        return new Metered(node, Budget.perCall(), new Meter(node.prettyName(), bound, after));
    }

    private static Expression withMeteredLambdas(Expression node) {
        List<Expression> parts = new ArrayList<>();
        for (Expression child : ScalaBridge.<Expression>list(node.children())) {
            if (child instanceof LambdaFunction lambda) {
                Expression body = new Metered(lambda.function(), Budget.perCall(), Meter.ofLambda());
                parts.add(new LambdaFunction(body, lambda.arguments(), lambda.hidden()));
            } else {
                parts.add(child);
            }
        }
        return node.withNewChildren(ScalaBridge.seq(parts));
    }

    /** A part of its arguments, or one of them. */
    private static boolean givesWhatItHas(Expression node) {
        return node instanceof If
                || node instanceof CaseWhen
                || node instanceof Coalesce
                || node instanceof Cast
                || node instanceof CreateNamedStruct
                || node instanceof ElementAt
                || node instanceof GetArrayItem
                || node instanceof GetArrayStructFields
                || node instanceof GetMapValue
                || node instanceof GetStructField;
    }

    private static boolean isOpen(DataType type) {
        return type instanceof StringType
                || type instanceof BinaryType
                || type instanceof ArrayType
                || type instanceof MapType
                || type instanceof StructType
                || type instanceof VariantType;
    }
}
