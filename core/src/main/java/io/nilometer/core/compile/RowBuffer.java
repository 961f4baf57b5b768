package io.nilometer.core.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection$;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Aggregates of Spark's that keep their state in a row. */
abstract class RowBuffer implements SparkAggregate.BufferedAggregate {

    private final List<DataType> types;
    private final UnsafeProjection writer;

    private RowBuffer(List<DataType> types) {
        this.types = types;
        writer = UnsafeProjection$.MODULE$.create(types.toArray(DataType[]::new));
    }

    static RowBuffer of(DeclarativeAggregate function) {
        return new Declarative(function);
    }

    static RowBuffer of(ImperativeAggregate function) {
        return new Imperative(function);
    }

    final GenericInternalRow emptyRow() {
        return new GenericInternalRow(types.size());
    }

    @Override
    public byte[] write(Object buffer) {
        return writer.apply((InternalRow) buffer).copy().getBytes(); // the writer uses its memory again
    }

    @Override
    public Object read(byte[] bytes) {
        UnsafeRow row = new UnsafeRow(types.size());
        row.pointTo(bytes, bytes.length);
        GenericInternalRow buffer = emptyRow();
        for (int i = 0; i < types.size(); i++) {
            buffer.update(i, row.isNullAt(i) ? null : InternalRow.copyValue(row.get(i, types.get(i))));
        }
        return buffer;
    }

    private static final class Imperative extends RowBuffer {
        private final ImperativeAggregate function;

        Imperative(ImperativeAggregate function) {
            super(SparkAggregate.types(ScalaBridge.<Attribute>list(function.aggBufferAttributes())));
            this.function = function;
        }

        @Override
        public Object create() {
            GenericInternalRow buffer = emptyRow();
            function.initialize(buffer);
            return buffer;
        }

        @Override
        public Object update(Object buffer, InternalRow input) {
            function.update((InternalRow) buffer, input);
            return buffer;
        }

        @Override
        public Object merge(Object buffer, Object other) {
            function.merge((InternalRow) buffer, (InternalRow) other);
            return buffer;
        }

        @Override
        public @Nullable Object result(Catalyst catalyst, Object buffer) {
            return catalyst.within(() -> function.eval((InternalRow) buffer));
        }
    }

    /** Its steps are expressions: over the buffer and the inputs, or over two buffers. */
    private static final class Declarative extends RowBuffer {
        private final List<Expression> initial;
        private final List<Expression> updates;
        private final List<Expression> merges;
        private final Expression result;

        Declarative(DeclarativeAggregate function) {
            super(SparkAggregate.types(ScalaBridge.<Attribute>list(function.aggBufferAttributes())));
            List<AttributeReference> left = ScalaBridge.list(function.aggBufferAttributes());
            List<AttributeReference> right = ScalaBridge.list(function.inputAggBufferAttributes());
            initial = bind(ScalaBridge.<Expression>list(function.initialValues()), left, right);
            updates = bind(ScalaBridge.<Expression>list(function.updateExpressions()), left, right);
            merges = bind(ScalaBridge.<Expression>list(function.mergeExpressions()), left, right);
            result = bind(List.of(function.evaluateExpression()), left, right).get(0);
        }

        /** The buffer comes first, then the inputs (bound already, so they move) or the other buffer. */
        private static List<Expression> bind(
                List<Expression> expressions, List<AttributeReference> left, List<AttributeReference> right) {
            Map<ExprId, Integer> positions = new HashMap<>();
            for (int i = 0; i < left.size(); i++) {
                positions.put(left.get(i).exprId(), i);
                positions.put(right.get(i).exprId(), left.size() + i);
            }
            return expressions.stream()
                    .map(Simplifier::simplify)
                    .map(expression -> ScalaBridge.rewrite(expression, node -> {
                        if (node instanceof BoundReference input) {
                            return new BoundReference(left.size() + input.ordinal(), input.dataType(), true);
                        }
                        if (node instanceof AttributeReference column) {
                            return new BoundReference(
                                    java.util.Objects.requireNonNull(positions.get(column.exprId())),
                                    column.dataType(),
                                    true);
                        }
                        return node;
                    }))
                    .toList();
        }

        @Override
        public Object create() {
            return evaluated(initial, emptyRow());
        }

        @Override
        public Object update(Object buffer, InternalRow input) {
            return evaluated(updates, new JoinedRow((InternalRow) buffer, input));
        }

        @Override
        public Object merge(Object buffer, Object other) {
            return evaluated(merges, new JoinedRow((InternalRow) buffer, (InternalRow) other));
        }

        private static GenericInternalRow evaluated(List<Expression> expressions, InternalRow row) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Expression expression : expressions) {
                values.add(expression.eval(row));
            }
            return new GenericInternalRow(values.toArray());
        }

        @Override
        public @Nullable Object result(Catalyst catalyst, Object buffer) {
            return catalyst.within(() -> result.eval((InternalRow) buffer));
        }
    }
}
