package io.nilometer.core.compile;

import io.nilometer.core.aggregate.CatalystAggregate;
import io.nilometer.core.row.EventRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Runs an aggregate of Spark's event by event, whichever of Spark's three kinds it is. */
final class SparkAggregate implements CatalystAggregate {

    private final Catalyst catalyst;
    private final BufferedAggregate function;
    private final List<DataType> inputTypes;

    private SparkAggregate(Catalyst catalyst, BufferedAggregate function, List<DataType> inputTypes) {
        this.catalyst = catalyst;
        this.function = function;
        this.inputTypes = inputTypes;
    }

    static CatalystAggregate.Maker maker(
            Catalyst catalyst, org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction function) {
        List<DataType> inputTypes = new ArrayList<>();
        Expression overInputs = function.withNewChildren(
                ScalaBridge.<Expression>seq(ScalaBridge.<Expression>list(function.children()).stream()
                        .map(child -> {
                            if (child.foldable()) {
                                return child;
                            }
                            inputTypes.add(child.dataType());
                            return new BoundReference(inputTypes.size() - 1, child.dataType(), true);
                        })
                        .toList()));
        List<DataType> types = List.copyOf(inputTypes);
        return () -> catalyst.within(() -> new SparkAggregate(catalyst, buffered(FreshCopy.of(overInputs)), types));
    }

    @SuppressWarnings("unchecked") // a typed aggregate's buffer is only ever given back to it
    private static BufferedAggregate buffered(Expression function) {
        if (function instanceof TypedImperativeAggregate<?> typed) {
            return new TypedBuffer((TypedImperativeAggregate<Object>) typed);
        }
        if (function instanceof ImperativeAggregate imperative) {
            return RowBuffer.of(imperative);
        }
        return RowBuffer.of((DeclarativeAggregate) function);
    }

    @Override
    public Object newBuffer() {
        return catalyst.within(function::create);
    }

    @Override
    public Object update(Object buffer, EventRow row, int[] slots) {
        @Nullable Object[] inputs = new Object[slots.length];
        for (int i = 0; i < slots.length; i++) {
            inputs[i] = InternalRow.copyValue(row.get(slots[i], inputTypes.get(i)));
        }
        return catalyst.within(() -> function.update(buffer, new GenericInternalRow(inputs)));
    }

    @Override
    public Object merge(Object buffer, Object other) {
        return catalyst.within(() -> function.merge(buffer, other));
    }

    @Override
    public byte[] write(Object buffer) {
        return catalyst.within(() -> function.write(buffer));
    }

    @Override
    public Object read(byte[] bytes) {
        return catalyst.within(() -> function.read(bytes));
    }

    @Override
    public @Nullable Object result(Object buffer) {
        return function.result(catalyst, buffer);
    }

    /** One of Spark's kinds of aggregate. */
    interface BufferedAggregate {
        Object create();

        Object update(Object buffer, InternalRow input);

        Object merge(Object buffer, Object other);

        byte[] write(Object buffer);

        Object read(byte[] bytes);

        @Nullable
        Object result(Catalyst catalyst, Object buffer);
    }

    private record TypedBuffer(TypedImperativeAggregate<Object> function) implements BufferedAggregate {
        @Override
        public Object create() {
            return function.createAggregationBuffer();
        }

        @Override
        public Object update(Object buffer, InternalRow input) {
            return function.update(buffer, input);
        }

        @Override
        public Object merge(Object buffer, Object other) {
            return function.merge(buffer, other);
        }

        @Override
        public byte[] write(Object buffer) {
            return function.serialize(buffer);
        }

        @Override
        public Object read(byte[] bytes) {
            return function.deserialize(bytes);
        }

        @Override
        public @Nullable Object result(Catalyst catalyst, Object buffer) {
            return catalyst.within(() -> function.eval(buffer));
        }
    }

    static List<DataType> types(List<? extends Attribute> attributes) {
        return attributes.stream().map(Attribute::dataType).toList();
    }
}
