package io.nilometer.core.compile;

import io.nilometer.core.pipeline.Sql;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * An expression and what it is called.
 *
 * @param name of the column that it makes
 * @param tree parsed, or analyzed
 * @param written the tree before the columns of {@code uses} were written out in it
 * @param uses the columns selected before that it names
 */
record Named(String name, Sql sql, Expression tree, Expression written, Set<String> uses) {

    Named(String name, Sql sql, Expression tree) {
        this(name, sql, tree, tree, Set.of());
    }

    Named with(Expression other) {
        return new Named(name, sql, other, written, uses);
    }

    Named writtenOut(Expression other, Set<String> columns) {
        return new Named(name, sql, other, written, Set.copyOf(columns));
    }
}
