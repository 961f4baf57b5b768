package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Windows;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.jspecify.annotations.Nullable;

/**
 * A metric, analyzed.
 *
 * @param where over the stream's columns, or null
 * @param windows null for a running metric
 * @param aggregates each once
 * @param results the selected columns, over keys, window bounds and {@link AggregateShape#result}
 * @param types of the results
 * @param having as the results, or null
 * @param order what the rows of a window are sorted by, for {@code top}
 */
record MetricShape(
        Metric metric,
        StreamShape stream,
        @Nullable Named where,
        List<Key> keys,
        Grouping.Slicing slicing,
        @Nullable Windows windows,
        long latenessMicros,
        List<AggregateShape> aggregates,
        List<Named> results,
        List<FieldType> types,
        @Nullable Expression having,
        List<Order> order) {

    /**
     * @param column stands for the key in the metric's expressions
     * @param value over the stream's columns
     * @param text equal for equal keys
     */
    record Key(String name, AttributeReference column, Named value, FieldType type, String text) {}

    record Order(Expression value, FieldType type, MetricProgram.SortOrder direction) {}
}
