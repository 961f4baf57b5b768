package io.nilometer.core.compile;

import io.nilometer.core.pipeline.Sql;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * An expression and what it is called.
 *
 * @param name of the column that it makes
 * @param tree parsed, or analyzed
 */
record Named(String name, Sql sql, Expression tree) {

    Named with(Expression other) {
        return new Named(name, sql, other);
    }
}
