package io.nilometer.core.compile;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/** A step of a stream, analyzed: over columns, not yet over slots. */
sealed interface ShapeStep {

    /** Columns computed side by side: none reads another. */
    record Derived(List<Target> targets) implements ShapeStep {}

    record Filtered(Expression condition) implements ShapeStep {}

    record Exploded(String name, AttributeReference target, Expression array, DataType element) implements ShapeStep {}

    /** A column and what it is computed from. */
    record Target(String name, AttributeReference column, Expression expression) {}
}
