package io.nilometer.core.compile;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;

/**
 * Remembers that a number did not fit its type while expressions were evaluated. Expressions are compiled with one that
 * nobody asks; who wants to know gives a copy of them one of its own. Public for generated code only.
 */
public final class TooLarge {

    private static final DataType TYPE = new ObjectType(TooLarge.class);
    private static final TooLarge NOBODYS = new TooLarge();

    private boolean met;

    static Expression nobodys() {
        return new Literal(NOBODYS, TYPE);
    }

    /** The expression, telling this one from now on. */
    Expression in(Expression tree) {
        return ScalaBridge.rewrite(
                tree,
                node -> node instanceof Literal literal && literal.value() instanceof TooLarge
                        ? new Literal(this, TYPE)
                        : node);
    }

    void meet() {
        met = true;
    }

    /** Whether it happened since it was last asked. */
    boolean take() {
        boolean taken = met;
        met = false;
        return taken;
    }

    boolean isMet() {
        return met;
    }

    /** Part of the texts that name state. */
    @Override
    public String toString() {
        return "checked";
    }
}
