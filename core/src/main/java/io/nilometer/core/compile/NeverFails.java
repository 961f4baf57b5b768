package io.nilometer.core.compile;

import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InSet;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;

/** Expressions that can be evaluated for every event, also those that a metric's filter leaves out: they never throw. */
final class NeverFails {

    private NeverFails() {}

    static boolean holds(Expression tree) {
        boolean[] safe = {true};
        ScalaBridge.walk(
                tree,
                node -> safe[0] &= node instanceof AttributeReference
                        || node instanceof Literal
                        || node instanceof BinaryComparison
                        || node instanceof And
                        || node instanceof Or
                        || node instanceof Not
                        || node instanceof If
                        || node instanceof In
                        || node instanceof InSet
                        || node instanceof Coalesce
                        || node instanceof IsNull
                        || node instanceof IsNotNull);
        return safe[0];
    }
}
