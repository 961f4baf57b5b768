package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate of a grouping.
 *
 * @param function what is computed
 * @param distinct only distinct values count (SUM, AVG, COLLECT_LIST); COUNT with distinct is COUNT_DISTINCT
 * @param inputs types of the inputs
 * @param result type of the result
 * @param parameters constants, see {@link AggregateFunction}
 * @param collectLimit most elements that a collection or an exact percentile keeps
 * @param catalyst for {@link AggregateFunction#CATALYST} only
 * @param text its SQL, normalized: equal texts over equal inputs are the same aggregate; part of the state's fingerprint
 */
public record AggregateSpec(
        AggregateFunction function,
        boolean distinct,
        List<FieldType> inputs,
        FieldType result,
        List<Object> parameters,
        int collectLimit,
        CatalystAggregate.@Nullable Maker catalyst,
        String text) {

    public AggregateSpec {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
    }
}
