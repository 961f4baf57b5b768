package io.nilometer.core.compile;

import io.nilometer.api.Column;
import io.nilometer.api.FieldType;
import io.nilometer.api.Relation;
import io.nilometer.core.pipeline.Metric;
import io.nilometer.core.program.MetricProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.jspecify.annotations.Nullable;

/** Makes the program of a metric whose grouping is complete. */
final class MetricPrograms {

    private MetricPrograms() {}

    static MetricProgram compile(Catalyst catalyst, GroupingPlan grouping, MetricShape shape, MetricShapes shapes) {
        Metric metric = shape.metric();
        Map<ExprId, Integer> positions = positions(grouping, shape, shapes);
        List<Column> columns = new ArrayList<>();
        List<FieldType> types = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (AttributeReference bound : List.of(shapes.windowStart(), shapes.windowEnd())) {
            columns.add(new Column(bound.name(), FieldType.Simple.TIMESTAMP.sql(), Column.Role.WINDOW));
            types.add(FieldType.Simple.TIMESTAMP);
            values.add(bound);
        }
        for (MetricShape.Key key : shape.keys()) {
            columns.add(new Column(key.name(), key.type().sql(), Column.Role.KEY));
            types.add(key.type());
            values.add(key.column());
        }
        for (int i = 0; i < shape.results().size(); i++) {
            columns.add(new Column(
                    shape.results().get(i).name(), shape.types().get(i).sql(), Column.Role.VALUE));
            types.add(shape.types().get(i));
            values.add(shape.results().get(i).tree());
        }
        Expression having = shape.having();
        ResultRows.Layout layout = new ResultRows.Layout(
                bind(values, positions),
                List.copyOf(types),
                having == null ? null : bind(having, positions),
                bind(shape.order().stream().map(MetricShape.Order::value).toList(), positions));
        if (metric.top().isPresent()) {
            columns.add(new Column("rank", FieldType.Simple.INT.sql(), Column.Role.SYSTEM));
            types.add(FieldType.Simple.INT);
        }
        Relation relation = new Relation(metric.name(), Relation.Kind.METRIC, columns);
        return new MetricProgram(
                metric.name(),
                shape.windows(),
                aggregates(grouping, shape),
                ResultRows.maker(catalyst, layout),
                top(shape, relation),
                relation,
                types,
                MetricShapes.micros(metric.updateEvery()));
    }

    /** Keys, then aggregates, then the bounds of the window: the row that results are computed from. */
    private static Map<ExprId, Integer> positions(GroupingPlan grouping, MetricShape shape, MetricShapes shapes) {
        Map<ExprId, Integer> positions = new HashMap<>();
        List<String> keyTexts =
                grouping.keys.stream().map(MetricShape.Key::text).toList();
        shape.keys().forEach(key -> positions.put(key.column().exprId(), keyTexts.indexOf(key.text())));
        List<String> texts =
                grouping.aggregates().stream().map(AggregateShape::text).toList();
        int keys = keyTexts.size();
        shape.aggregates()
                .forEach(aggregate ->
                        positions.put(aggregate.result().exprId(), keys + texts.indexOf(aggregate.text())));
        positions.put(shapes.windowStart().exprId(), keys + texts.size());
        positions.put(shapes.windowEnd().exprId(), keys + texts.size() + 1);
        return positions;
    }

    private static List<Integer> aggregates(GroupingPlan grouping, MetricShape shape) {
        List<String> texts =
                grouping.aggregates().stream().map(AggregateShape::text).toList();
        return shape.aggregates().stream()
                .map(aggregate -> texts.indexOf(aggregate.text()))
                .toList();
    }

    private static List<Expression> bind(List<Expression> expressions, Map<ExprId, Integer> positions) {
        return expressions.stream()
                .map(expression -> bind(expression, positions))
                .toList();
    }

    private static Expression bind(Expression expression, Map<ExprId, Integer> positions) {
        return ScalaBridge.rewrite(expression, node -> {
            if (!(node instanceof AttributeReference column)) {
                return node;
            }
            Integer position = positions.get(column.exprId());
            if (position == null) {
                throw new IllegalStateException("no value for " + column);
            }
            return new BoundReference(position, column.dataType(), true);
        });
    }

    private static MetricProgram.@Nullable Top top(MetricShape shape, Relation relation) {
        return shape.metric()
                .top()
                .map(top -> new MetricProgram.Top(
                        top.n(),
                        shape.order().stream().map(MetricShape.Order::direction).toList(),
                        top.per().stream().map(relation::indexOf).toList()))
                .orElse(null);
    }
}
