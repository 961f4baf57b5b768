package io.nilometer.core.compile;

import io.nilometer.core.program.Exploder;
import io.nilometer.core.program.Maker;
import io.nilometer.core.row.EventRow;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateMutableProjection$;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Evaluates an array by generated code and hands out its elements. */
final class SlotExploder implements Exploder {

    private final TooLarge tooLarge = new TooLarge();
    private final Budget budget = Budget.perRecord();
    private final MutableProjection projection;
    private final String name;
    private final GenericInternalRow result = new GenericInternalRow(1);
    private final DataType element;
    private final int slot;
    private @Nullable ArrayData array;

    private SlotExploder(Expression array, String name, DataType element, int slot) {
        this.name = name;
        this.element = element;
        this.slot = slot;
        projection = GenerateMutableProjection$.MODULE$.generate(
                ScalaBridge.<Expression>seq(List.of(budget.in(tooLarge.in(array)))), false);
        projection.target(result);
        projection.initialize(0);
    }

    static Maker<Exploder> maker(Catalyst catalyst, Expression bound, String name, DataType element, int slot) {
        return () -> catalyst.within(() -> new SlotExploder(FreshCopy.of(bound), name, element, slot));
    }

    @Override
    public int count(EventRow row) {
        budget.begin();
        projection.apply(row);
        if (tooLarge.take()) {
            row.noteTooLarge(name);
        }
        array = result.isNullAt(0) ? null : result.getArray(0);
        return array == null ? 0 : array.numElements();
    }

    @Override
    public void element(int index, EventRow row) {
        ArrayData elements = array;
        if (elements == null || elements.isNullAt(index)) {
            row.setNull(slot);
        } else {
            row.update(slot, elements.get(index, element));
        }
    }
}
