package io.nilometer.core.compile;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;

/** Copies expressions so that two workers share nothing that changes. */
final class FreshCopy {

    private FreshCopy() {}

    /** Lambda variables hold the value at hand in a shared cell; a plain copy would keep that cell. */
    static Expression of(Expression expression) {
        Expression copy = expression.clone();
        Map<ExprId, AtomicReference<Object>> cells = new HashMap<>();
        return ScalaBridge.rewrite(
                copy,
                node -> node instanceof NamedLambdaVariable variable
                        ? new NamedLambdaVariable(
                                variable.name(),
                                variable.dataType(),
                                variable.nullable(),
                                variable.exprId(),
                                cells.computeIfAbsent(variable.exprId(), absent -> new AtomicReference<>()))
                        : node);
    }
}
