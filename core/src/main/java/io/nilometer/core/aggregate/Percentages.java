package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which percentiles are asked for, and the shape of the answer.
 *
 * @param capacity most prefixes of an approximate one
 */
record Percentages(List<Double> values, int capacity, FieldType result) {

    static Percentages of(AggregateSpec spec) {
        List<Double> values = new ArrayList<>();
        int capacity = AggregateFunction.LEAST_ACCURACY;
        for (Object parameter : spec.parameters()) {
            if (parameter instanceof Double number) {
                values.add(number);
            } else if (parameter instanceof Integer accuracy) {
                capacity = Math.max(capacity, accuracy);
            }
        }
        boolean array = spec.parameters().contains(true);
        if (values.isEmpty() || !array && values.size() > 1 || array != spec.result() instanceof FieldType.Array) {
            throw new IllegalArgumentException(spec.text() + ": percentages " + spec.parameters() + " for "
                    + spec.result().sql());
        }
        for (double value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(spec.text() + ": percentage " + value + " is not between 0 and 1");
            }
        }
        return new Percentages(List.copyOf(values), capacity, spec.result());
    }

    /** The answer in catalyst's form, from that of one percentage in plain Java. */
    @Nullable
    Object answer(DoubleFunction<@Nullable Object> one) {
        if (!(result instanceof FieldType.Array)) {
            return CatalystValues.toCatalyst(result, one.apply(values.get(0)));
        }
        List<@Nullable Object> all = new ArrayList<>();
        for (double percentage : values) {
            all.add(one.apply(percentage));
        }
        return CatalystValues.toCatalyst(result, all);
    }
}
