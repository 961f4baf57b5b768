package io.nilometer.core.compile;

import io.nilometer.core.aggregate.AggregateFunction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;

/** Takes the aggregates out of a metric's expressions and puts columns in their place; equal ones become one. */
final class AggregateExtraction {

    private static final Set<AggregateFunction> DISTINCT = EnumSet.of(
            AggregateFunction.COUNT_DISTINCT,
            AggregateFunction.SUM,
            AggregateFunction.AVG,
            AggregateFunction.COLLECT_LIST);
    /** Their result over distinct values is the same as over all. */
    private static final Set<AggregateFunction> INDIFFERENT = EnumSet.of(
            AggregateFunction.MIN,
            AggregateFunction.MAX,
            AggregateFunction.COLLECT_SET,
            AggregateFunction.BOOL_AND,
            AggregateFunction.BOOL_OR,
            AggregateFunction.APPROX_COUNT_DISTINCT);

    private final Analysis analysis;
    private final RowColumns rowColumns;
    private final Lineage lineage;
    private final List<MetricShape.Key> keys;
    private final List<AttributeReference> bounds;
    private final Map<String, AggregateShape> found = new LinkedHashMap<>();
    /** Of the expression at hand. */
    private boolean failed;

    AggregateExtraction(
            Analysis analysis,
            RowColumns rowColumns,
            Lineage lineage,
            List<MetricShape.Key> keys,
            List<AttributeReference> bounds) {
        this.analysis = analysis;
        this.rowColumns = rowColumns;
        this.lineage = lineage;
        this.keys = keys;
        this.bounds = bounds;
    }

    List<AggregateShape> aggregates() {
        return List.copyOf(found.values());
    }

    /** Empty, and a problem told, when it has an aggregate that can't be computed. */
    Optional<Named> extract(Named analyzed) {
        failed = false;
        Expression tree = ScalaBridge.rewrite(
                analyzed.tree(),
                node -> node instanceof AggregateExpression aggregate ? column(aggregate, analyzed) : node);
        return failed ? Optional.empty() : Optional.of(analyzed.with(tree));
    }

    private Expression column(AggregateExpression aggregate, Named user) {
        AggregateChoice choice = AggregateChoice.of(aggregate.aggregateFunction(), aggregate.isDistinct());
        boolean distinct = aggregate.isDistinct() && !INDIFFERENT.contains(choice.function());
        if (distinct && !DISTINCT.contains(choice.function())) {
            analysis.problems()
                    .error(
                            "no-distinct",
                            "`" + aggregate.aggregateFunction().prettyName()
                                    + "` can't be computed over distinct values",
                            "distinct works with count, sum, avg, min, max and collect_*",
                            SqlErrors.place(aggregate.origin(), user.sql()));
            failed = true;
            return aggregate;
        }
        if (choice.isTooAccurate()) {
            analysis.problems()
                    .error(
                            "bad-accuracy",
                            "`" + aggregate.aggregateFunction().prettyName() + "` can't be that accurate",
                            "an accuracy of " + AggregateFunction.MOST_ACCURACY + " tells that many distinct values "
                                    + "apart, and is the largest; `percentile` is exact",
                            SqlErrors.place(aggregate.origin(), user.sql()));
            failed = true;
            return aggregate;
        }
        List<Named> inputs = new ArrayList<>();
        choice.inputs().forEach(input -> input(input, user).ifPresent(inputs::add));
        Named filter = aggregate.filter().isDefined()
                ? input(aggregate.filter().get(), user).orElse(null)
                : null;
        if (inputs.size() < choice.inputs().size() || aggregate.filter().isDefined() && filter == null) {
            failed = true;
            return aggregate;
        }
        boolean catalyst = choice.function() == AggregateFunction.CATALYST;
        String text = text(choice, distinct, inputs, filter);
        AggregateShape shape = found.computeIfAbsent(
                text,
                absent -> new AggregateShape(
                        choice.function(),
                        distinct && choice.function() != AggregateFunction.COUNT_DISTINCT,
                        inputs,
                        filter,
                        Names.column("aggregate", aggregate.dataType()),
                        choice.parameters(),
                        catalyst ? choice.original() : null,
                        text));
        if (catalyst) {
            analysis.problems()
                    .info(
                            "order-dependent",
                            "`" + aggregate.aggregateFunction().prettyName()
                                    + "` may depend on the order in which events arrive",
                            "where that matters take min_by or max_by of event_time, which do not",
                            SqlErrors.place(aggregate.origin(), user.sql()));
        }
        return shape.result();
    }

    /** What an aggregate takes from an event: computed keys are written out, window bounds are not known yet. */
    private Optional<Named> input(Expression input, Named user) {
        Expression perEvent = ScalaBridge.rewriteDown(input, node -> {
            for (MetricShape.Key key : keys) {
                boolean computed = !(key.value().tree() instanceof AttributeReference);
                if (computed
                        && node instanceof AttributeReference column
                        && column.exprId().equals(key.column().exprId())) {
                    return key.value().tree();
                }
            }
            return node;
        });
        boolean[] usesBounds = {false};
        ScalaBridge.walk(
                perEvent,
                node -> usesBounds[0] |= node instanceof AttributeReference column
                        && bounds.stream().anyMatch(bound -> bound.exprId().equals(column.exprId())));
        if (usesBounds[0]) {
            analysis.problems()
                    .error(
                            "bad-expression",
                            "`" + user.sql().text() + "`: an aggregate can't use window_start or window_end",
                            "use event_time, or the bounds outside of the aggregate",
                            SqlErrors.place(input.origin(), user.sql()));
            return Optional.empty();
        }
        Optional<Named> simple = analysis.simplify(user.with(rowColumns.withoutMeta(perEvent)));
        if (simple.isPresent() && FieldTypes.of(simple.get().tree().dataType()).isEmpty()) {
            ColumnTypes.refuse(simple.get(), analysis.problems());
            return Optional.empty();
        }
        return simple;
    }

    private String text(
            AggregateChoice choice,
            boolean distinct,
            List<Named> inputs,
            @org.jspecify.annotations.Nullable Named filter) {
        StringBuilder text = new StringBuilder(
                choice.function() == AggregateFunction.CATALYST
                        ? choice.original().prettyName() + "[" + lineage.text(choice.original()) + "]"
                        : choice.function().name());
        text.append(choice.parameters().isEmpty() ? "" : choice.parameters().toString())
                .append(distinct ? "(distinct " : "(");
        inputs.forEach(input -> text.append(lineage.text(input.tree())).append(','));
        text.append(')');
        return filter == null
                ? text.toString()
                : text.append(" filter ").append(lineage.text(filter.tree())).toString();
    }
}
