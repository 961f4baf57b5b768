package io.nilometer.core.compile;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.FromUTCTimestamp;
import org.apache.spark.sql.catalyst.expressions.ToUTCTimestamp;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;

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
        ScalaBridge.walk(tree, CodeCheck::zone);
        if (evaluable[0]) {
            bound(tree).genCode(new CodegenContext());
        }
    }

    /** The zone of these is looked up by the compiled code when it is loaded. */
    private static void zone(Expression node) {
        boolean hasZone = node instanceof FromUTCTimestamp || node instanceof ToUTCTimestamp;
        Expression zone =
                hasZone ? ScalaBridge.<Expression>list(node.children()).get(1) : null;
        Object id = zone != null && zone.foldable() ? zone.eval(null) : null;
        if (id != null) {
            DateTimeUtils.getZoneId(id.toString());
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
