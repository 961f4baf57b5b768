package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.MetricProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Metrics that share cells: the same stream, filter, keys, slices and lateness, and the same expressions that may fail. */
final class GroupingPlan {

    final int index;
    final MetricShape first;
    /** In an order that does not depend on how a metric writes them. */
    final List<MetricShape.Key> keys;

    private final String computed;
    private final String failing;
    private final Map<String, AggregateShape> aggregates = new LinkedHashMap<>();
    private final List<MetricShape> metrics = new ArrayList<>();

    private GroupingPlan(int index, MetricShape first, String computed, String failing) {
        this.index = index;
        this.first = first;
        this.computed = computed;
        this.failing = failing;
        keys = sorted(first);
    }

    static List<GroupingPlan> of(List<MetricShape> metrics, Lineage lineage) {
        Map<String, GroupingPlan> groupings = new LinkedHashMap<>();
        for (MetricShape metric : metrics) {
            String computed = computed(metric, lineage);
            String failing = failing(metric, lineage);
            GroupingPlan grouping = groupings.computeIfAbsent(
                    metric.stream().name() + " = " + computed + " lateness " + metric.latenessMicros() + failing,
                    absent -> new GroupingPlan(groupings.size(), metric, computed, failing));
            grouping.metrics.add(metric);
            metric.aggregates().forEach(aggregate -> grouping.aggregates.putIfAbsent(aggregate.text(), aggregate));
        }
        return new ArrayList<>(groupings.values());
    }

    private static List<MetricShape.Key> sorted(MetricShape metric) {
        return metric.keys().stream()
                .sorted(Comparator.comparing(MetricShape.Key::text))
                .toList();
    }

    /** Without the names of streams and the lateness: a state goes on when they change. */
    private static String computed(MetricShape metric, Lineage lineage) {
        return metric.stream().lineage()
                + " where "
                + (metric.where() == null ? "" : lineage.text(metric.where().tree()))
                + " by " + sorted(metric).stream().map(MetricShape.Key::text).toList()
                + " in " + metric.slicing();
    }

    /** What may fail for a record that other metrics count, beside keys and filter. */
    private static String failing(MetricShape metric, Lineage lineage) {
        Set<String> texts = new TreeSet<>();
        for (AggregateShape aggregate : metric.aggregates()) {
            Named filter = aggregate.filter();
            String only = filter == null ? "" : " where " + lineage.text(filter.tree());
            Stream.concat(aggregate.inputs().stream(), Stream.ofNullable(filter))
                    .map(Named::tree)
                    .filter(tree -> !CannotFail.holds(tree))
                    .forEach(tree -> texts.add(lineage.text(tree) + only));
        }
        return texts.isEmpty() ? "" : " failing with " + texts;
    }

    List<AggregateShape> aggregates() {
        return List.copyOf(aggregates.values());
    }

    Grouping compile(Catalyst catalyst, Pipeline pipeline, MetricShapes shapes, Set<Integer> sources) {
        List<AggregateSpec> specs = new ArrayList<>();
        for (AggregateShape aggregate : aggregates.values()) {
            specs.add(spec(catalyst, aggregate, pipeline.limits().collect()));
        }
        List<MetricProgram> programs = new ArrayList<>();
        for (MetricShape metric : metrics) {
            programs.add(MetricPrograms.compile(catalyst, this, metric, shapes));
        }
        List<Grouping.Key> keyTypes = keys.stream()
                .map(key -> new Grouping.Key(key.name(), key.type()))
                .toList();
        return new Grouping(
                index,
                Lineage.hash(computed),
                failing.isEmpty() ? "" : Lineage.hash(failing),
                keyTypes,
                first.slicing(),
                first.latenessMicros(),
                specs,
                programs,
                Set.copyOf(sources));
    }

    private static AggregateSpec spec(Catalyst catalyst, AggregateShape shape, int collectLimit) {
        List<FieldType> inputs = shape.inputs().stream()
                .map(input -> FieldTypes.of(input.tree().dataType()).orElseThrow())
                .toList();
        return new AggregateSpec(
                shape.function(),
                shape.distinct(),
                inputs,
                FieldTypes.of(shape.result().dataType()).orElseThrow(),
                shape.parameters(),
                collectLimit,
                shape.original() == null ? null : SparkAggregate.maker(catalyst, shape.original()),
                shape.text());
    }
}
