package io.nilometer.core.compile;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;

/**
 * Writes the code of an expression as it is written when a run starts. Some of Spark's functions look at their literal
 * arguments no earlier: what is wrong with those must be told before the start.
 */
final class CodeCheck {

    private CodeCheck() {}

    /** Throws what the start would throw. */
    static void generate(Expression tree) {
        boolean[] evaluable = {true};
        ScalaBridge.walk(
                tree, node -> evaluable[0] &= !(node instanceof AggregateFunction) && !(node instanceof Unevaluable));
        if (evaluable[0]) {
            bound(tree).genCode(new CodegenContext());
        }
    }

    private static Expression bound(Expression tree) {
        Map<ExprId, Integer> slots = new HashMap<>();
        return ScalaBridge.rewrite(
                FreshCopy.of(tree),
                node -> node instanceof AttributeReference column
                        ? new BoundReference(
                                slots.computeIfAbsent(column.exprId(), absent -> slots.size()), column.dataType(), true)
                        : node);
    }
}
