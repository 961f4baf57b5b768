package io.nilometer.core.compile;

import io.nilometer.core.program.Condition;
import io.nilometer.core.program.Maker;
import io.nilometer.core.row.EventRow;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Predicate$;

/** A condition as generated code. */
final class SlotCondition implements Condition {

    private final BasePredicate predicate;

    private SlotCondition(Expression condition) {
        predicate = Predicate$.MODULE$.create(condition);
        predicate.initialize(0);
    }

    static Maker<Condition> maker(Catalyst catalyst, Expression bound) {
        return () -> catalyst.within(() -> new SlotCondition(FreshCopy.of(bound)));
    }

    @Override
    public boolean test(EventRow row) {
        return predicate.eval(row);
    }
}
