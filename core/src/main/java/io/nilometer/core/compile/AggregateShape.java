package io.nilometer.core.compile;

import io.nilometer.core.aggregate.AggregateFunction;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate of a metric, analyzed.
 *
 * @param inputs over the stream's columns, simplified
 * @param filter of {@code filter (where …)}, or null
 * @param result stands for its value in the metric's expressions
 * @param original Spark's own function, for {@link AggregateFunction#CATALYST}; null otherwise
 * @param text equal for equal aggregates
 */
record AggregateShape(
        AggregateFunction function,
        boolean distinct,
        List<Named> inputs,
        @Nullable Named filter,
        AttributeReference result,
        List<Object> parameters,
        org.apache.spark.sql.catalyst.expressions.aggregate.@Nullable AggregateFunction original,
        String text) {}
