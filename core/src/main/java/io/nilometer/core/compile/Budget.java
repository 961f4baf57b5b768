package io.nilometer.core.compile;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;

/**
 * What expressions may make of one record, in units that the data decide: a value of 1 MiB, and 64 Mi steps in all, where
 * a step is a byte written or compared. Who evaluates gives its copy of the expressions a budget of its own and
 * begins it with every record; those that have {@link #perCall} begin it with every call. Public for generated code only.
 */
public final class Budget {

    static final long LARGEST = 1L << 20;
    static final long STEPS = 64L << 20;
    private static final DataType TYPE = new ObjectType(Budget.class);

    private final boolean eachCall;
    private long steps;

    private Budget(boolean eachCall) {
        this.eachCall = eachCall;
    }

    static Budget perRecord() {
        return new Budget(false);
    }

    static Budget perCall() {
        return new Budget(true);
    }

    static Expression literal() {
        return new Literal(perCall(), TYPE);
    }

    /** The expression, spending this one from now on. */
    Expression in(Expression tree) {
        return ScalaBridge.rewrite(tree, node -> {
            if (node instanceof Metered metered) {
                return metered.with(this);
            }
            return node instanceof Literal literal && literal.value() instanceof Budget
                    ? new Literal(this, TYPE)
                    : node;
        });
    }

    void begin() {
        steps = 0;
    }

    /** @throws IllegalArgumentException when a value of so many bytes is too large */
    void make(long bytes) {
        if (bytes > LARGEST) {
            throw new IllegalArgumentException(
                    "a result of " + bytes + " bytes is larger than the limit of " + LARGEST);
        }
        spend(bytes);
    }

    /** @throws IllegalArgumentException when so many more steps are too many */
    void spend(long more) {
        if (eachCall) {
            steps = 0;
        }
        spendMore(more);
    }

    /** As {@link #spend}, within one call. */
    void spendMore(long more) {
        steps += more;
        if (more < 0 || steps > STEPS || steps < 0) {
            throw new IllegalArgumentException("it takes more steps than the limit of " + STEPS);
        }
    }

    /** Part of the texts that name state. */
    @Override
    public String toString() {
        return "metered";
    }
}
