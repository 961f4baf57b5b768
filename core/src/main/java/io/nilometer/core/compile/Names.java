package io.nilometer.core.compile;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import scala.Option;

/** Makes Spark's named expressions; each has an identity of its own beside its name. */
final class Names {

    private Names() {}

    static AttributeReference column(String name, DataType type) {
        return new AttributeReference(
                name, type, true, Metadata.empty(), NamedExpression$.MODULE$.newExprId(), ScalaBridge.seq(List.of()));
    }

    /** The same column under another name. */
    static AttributeReference renamed(AttributeReference column, String name) {
        return new AttributeReference(
                name, column.dataType(), true, Metadata.empty(), column.exprId(), ScalaBridge.seq(List.of()));
    }

    static Alias alias(Expression expression, String name) {
        return new Alias(
                expression,
                name,
                NamedExpression$.MODULE$.newExprId(),
                ScalaBridge.seq(List.of()),
                Option.empty(),
                ScalaBridge.seq(List.of()));
    }
}
