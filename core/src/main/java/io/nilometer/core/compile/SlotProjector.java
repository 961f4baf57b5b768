package io.nilometer.core.compile;

import io.nilometer.core.program.Maker;
import io.nilometer.core.program.Projector;
import io.nilometer.core.row.EventRow;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateMutableProjection$;

/** Computes expressions into slots by generated code. */
final class SlotProjector implements Projector {

    private final Catalyst catalyst;
    private final List<String> names;
    private final List<Expression> expressions;
    private MutableProjection projection;
    private final TargetSlots target;

    private SlotProjector(Catalyst catalyst, List<String> names, List<Expression> expressions, int[] slots) {
        this.catalyst = catalyst;
        this.names = names;
        this.expressions = expressions;
        target = new TargetSlots(slots, new EventRow(List.of()));
        projection = generate();
    }

    private MutableProjection generate() {
        MutableProjection made =
                GenerateMutableProjection$.MODULE$.generate(ScalaBridge.<Expression>seq(expressions), true);
        made.target(target);
        made.initialize(0);
        return made;
    }

    /** @param bound over the slots of the row that it will be given */
    static Maker<Projector> maker(Catalyst catalyst, List<String> names, List<Expression> bound, int[] slots) {
        return () -> catalyst.within(() -> new SlotProjector(
                catalyst, names, bound.stream().map(FreshCopy::of).toList(), slots));
    }

    @Override
    public void project(EventRow row) {
        target.into(row);
        try {
            projection.apply(row);
        } catch (AssertionError spoilt) {
            // Some functions, those of maps, are left half done by a record that failed and refuse the next one.
            projection = catalyst.within(this::generate);
            projection.apply(row);
        }
    }

    @Override
    public String failing(EventRow row) {
        return catalyst.within(() -> {
            for (int i = 0; i < names.size(); i++) {
                try {
                    expressions.get(i).eval(row);
                } catch (Exception | StackOverflowError | LinkageError | AssertionError failure) {
                    return names.get(i);
                }
            }
            return names.get(names.size() - 1);
        });
    }
}
