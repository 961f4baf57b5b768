package io.nilometer.core.compile;

import io.nilometer.core.program.Condition;
import io.nilometer.core.program.Maker;
import io.nilometer.core.row.EventRow;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Predicate$;

/** A condition as generated code. */
final class SlotCondition implements Condition {

    private final TooLarge tooLarge = new TooLarge();
    private final Budget budget = Budget.perRecord();
    private final BasePredicate predicate;
    private final String name;

    private SlotCondition(Expression condition, String name) {
        this.name = name;
        predicate = Predicate$.MODULE$.create(budget.in(tooLarge.in(condition)));
        predicate.initialize(0);
    }

    static Maker<Condition> maker(Catalyst catalyst, Expression bound, String name) {
        return () -> catalyst.within(() -> new SlotCondition(FreshCopy.of(bound), name));
    }

    @Override
    public boolean test(EventRow row) {
        budget.begin();
        boolean holds = predicate.eval(row);
        if (tooLarge.take()) {
            row.noteTooLarge(name);
        }
        return holds;
    }
}
