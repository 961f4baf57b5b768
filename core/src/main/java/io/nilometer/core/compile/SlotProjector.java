package io.nilometer.core.compile;

import io.nilometer.core.program.Maker;
import io.nilometer.core.program.Projector;
import io.nilometer.core.row.EventRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateMutableProjection$;

/** Computes expressions into slots by generated code: all of them together and, for rows where one fails, each by itself. */
final class SlotProjector implements Projector {

    private final Catalyst catalyst;
    private final List<String> names;
    private final List<Expression> expressions;
    private final int[] slots;
    private final TooLarge tooLarge = new TooLarge();
    private final Budget budget = Budget.perRecord();
    private final Code all;
    private final List<Code> each = new ArrayList<>();

    /** A projection and what it writes to. */
    private final class Code {

        private final List<Expression> computed;
        private final TargetSlots target;
        private MutableProjection projection;

        Code(List<Expression> computed, int[] slots) {
            this.computed = computed;
            target = new TargetSlots(slots, new EventRow(List.of()));
            projection = generate();
        }

        private MutableProjection generate() {
            MutableProjection made =
                    GenerateMutableProjection$.MODULE$.generate(ScalaBridge.<Expression>seq(computed), true);
            made.target(target);
            made.initialize(0);
            return made;
        }

        void project(EventRow row) {
            target.into(row);
            budget.begin();
            try {
                projection.apply(row);
            } catch (AssertionError spoilt) {
                // Some functions, those of maps, are left half done by a record that failed and refuse the next one.
                projection = catalyst.within(this::generate);
                budget.begin();
                projection.apply(row);
            }
        }
    }

    private SlotProjector(Catalyst catalyst, List<String> names, List<Expression> computed, int[] slots) {
        this.catalyst = catalyst;
        this.names = names;
        expressions = computed.stream().map(tooLarge::in).map(budget::in).toList();
        this.slots = slots;
        all = new Code(expressions, slots);
    }

    /** @param bound over the slots of the row that it will be given */
    static Maker<Projector> maker(Catalyst catalyst, List<String> names, List<Expression> bound, int[] slots) {
        return () -> catalyst.within(() -> new SlotProjector(
                catalyst, names, bound.stream().map(FreshCopy::of).toList(), slots));
    }

    @Override
    public void project(EventRow row) {
        all.project(row);
        if (tooLarge.isMet()) {
            // Where it was is found by computing each by itself: nothing has to tell them apart while all is well.
            projectEach(row);
        }
    }

    @Override
    public List<Failure> projectEach(EventRow row) {
        if (each.isEmpty()) {
            // Most projections never fail: their code is made when one does.
            catalyst.within(this::makeEach);
        }
        List<Failure> failures = new ArrayList<>();
        for (int i = 0; i < slots.length; i++) {
            tooLarge.take();
            try {
                each.get(i).project(row);
                if (tooLarge.take()) {
                    row.noteTooLarge(names.get(i));
                }
            } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
                row.setNull(slots[i]);
                failures.add(new Failure(names.get(i), slots[i]));
            }
        }
        tooLarge.take();
        return failures;
    }

    private boolean makeEach() {
        for (int i = 0; i < slots.length; i++) {
            each.add(new Code(List.of(expressions.get(i)), new int[] {slots[i]}));
        }
        return true;
    }
}
