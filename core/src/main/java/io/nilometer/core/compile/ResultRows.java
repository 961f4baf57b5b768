package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import io.nilometer.core.program.Maker;
import io.nilometer.core.program.ResultProjector;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Computes a metric's rows by walking the expressions: a window's rows are few next to its events, and no class has to be
 * generated before the first result.
 */
final class ResultRows implements ResultProjector {

    /** Expressions over a row of keys, aggregates and window bounds. */
    record Layout(
            List<Expression> values,
            List<FieldType> types,
            @Nullable Expression having,
            List<Expression> order) {

        Layout fresh(TooLarge tooLarge, Budget budget) {
            Expression condition = having;
            UnaryOperator<Expression> copy = expression -> budget.in(tooLarge.in(FreshCopy.of(expression)));
            return new Layout(
                    values.stream().map(copy).toList(),
                    types,
                    condition == null ? null : copy.apply(condition),
                    order.stream().map(copy).toList());
        }
    }

    private final Catalyst catalyst;
    private final TooLarge tooLarge = new TooLarge();
    private final Budget budget = Budget.perRecord();
    private final Layout layout;
    private long failures;

    private ResultRows(Catalyst catalyst, Layout layout) {
        this.catalyst = catalyst;
        this.layout = layout.fresh(tooLarge, budget);
    }

    static Maker<ResultProjector> maker(Catalyst catalyst, Layout layout) {
        return () -> catalyst.within(() -> new ResultRows(catalyst, layout));
    }

    @Override
    public @Nullable Projected project(
            @Nullable Object[] keys, @Nullable Object[] aggregates, long startMicros, long endMicros) {
        @Nullable Object[] values = new Object[keys.length + aggregates.length + 2];
        System.arraycopy(keys, 0, values, 0, keys.length);
        System.arraycopy(aggregates, 0, values, keys.length, aggregates.length);
        values[values.length - 2] = startMicros;
        values[values.length - 1] = endMicros;
        tooLarge.take();
        return catalyst.within(() -> project(new GenericInternalRow(values)));
    }

    private @Nullable Projected project(GenericInternalRow row) {
        Expression having = layout.having();
        if (having != null && !Boolean.TRUE.equals(evaluate(having, row))) {
            return null;
        }
        List<@Nullable Object> values = new ArrayList<>(layout.values().size() + 1);
        for (int i = 0; i < layout.values().size(); i++) {
            values.add(CatalystValues.toJava(
                    layout.types().get(i), evaluate(layout.values().get(i), row)));
        }
        List<@Nullable Comparable<?>> order = new ArrayList<>(layout.order().size());
        for (Expression expression : layout.order()) {
            order.add(plain(evaluate(expression, row)));
        }
        return new Projected(Collections.unmodifiableList(values), Collections.unmodifiableList(order));
    }

    /** As a row has it, so that candidates of other processes can be compared. */
    private static @Nullable Comparable<?> plain(@Nullable Object value) {
        if (value instanceof UTF8String text) {
            return text.toString();
        } else if (value instanceof Decimal decimal) {
            return decimal.toJavaBigDecimal();
        } else if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue();
        } else if (value instanceof Number number) {
            return number.longValue();
        }
        return (Comparable<?>) value;
    }

    /** One expression that fails costs its own value only. */
    private @Nullable Object evaluate(Expression expression, GenericInternalRow row) {
        try {
            budget.begin();
            return expression.eval(row);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError failure) {
            failures++;
            return null;
        }
    }

    @Override
    public boolean wasTooLarge() {
        return tooLarge.isMet();
    }

    @Override
    public long takeFailures() {
        long taken = failures;
        failures = 0;
        return taken;
    }
}
