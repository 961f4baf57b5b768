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
    private final MutableProjection projection;
    private final TargetSlots target;

    private SlotProjector(Catalyst catalyst, List<String> names, List<Expression> expressions, int[] slots) {
        this.catalyst = catalyst;
        this.names = names;
        this.expressions = expressions;
        target = new TargetSlots(slots, new EventRow(List.of()));
        projection = GenerateMutableProjection$.MODULE$.generate(ScalaBridge.<Expression>seq(expressions), true);
        projection.target(target);
        projection.initialize(0);
    }

    /** @param bound over the slots of the row that it will be given */
    static Maker<Projector> maker(Catalyst catalyst, List<String> names, List<Expression> bound, int[] slots) {
        return () -> catalyst.within(() -> new SlotProjector(
                catalyst, names, bound.stream().map(FreshCopy::of).toList(), slots));
    }

    @Override
    public void project(EventRow row) {
        target.into(row);
        projection.apply(row);
    }

    @Override
    public String failing(EventRow row) {
        return catalyst.within(() -> {
            for (int i = 0; i < names.size(); i++) {
                try {
                    expressions.get(i).eval(row);
                } catch (Exception | StackOverflowError | LinkageError failure) {
                    return names.get(i);
                }
            }
            return names.get(names.size() - 1);
        });
    }
}
