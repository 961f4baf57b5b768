package io.nilometer.core.compile;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Which slots hold the columns of a stream, as reached from one source. */
final class Binding {

    private final Map<ExprId, Slot> slots;

    Binding() {
        this(new HashMap<>());
    }

    private Binding(Map<ExprId, Slot> slots) {
        this.slots = slots;
    }

    Binding copy() {
        return new Binding(new HashMap<>(slots));
    }

    void put(AttributeReference column, Slot slot) {
        slots.put(column.exprId(), slot);
    }

    Slot slot(AttributeReference column) {
        Slot slot = slots.get(column.exprId());
        if (slot == null) {
            throw new IllegalStateException("no slot for " + column);
        }
        return slot;
    }

    /** Marks the slots that an expression reads. */
    void use(Expression expression) {
        ScalaBridge.walk(expression, node -> {
            if (node instanceof AttributeReference column) {
                slot(column).use();
            }
        });
    }

    /** The expression over slots instead of columns; when slots have their places. */
    Expression bind(Expression expression) {
        return ScalaBridge.rewrite(
                expression,
                node -> node instanceof AttributeReference column
                        ? new BoundReference(slot(column).index(), column.dataType(), true)
                        : node);
    }
}
