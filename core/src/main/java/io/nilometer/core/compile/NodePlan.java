package io.nilometer.core.compile;

import io.nilometer.core.program.Maker;
import io.nilometer.core.program.Projector;
import io.nilometer.core.program.StreamNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.jspecify.annotations.Nullable;

/** A stream as reached from one source, while slots are being found. First everything is declared, then it is compiled. */
final class NodePlan {

    private final Catalyst catalyst;
    private final StreamShape shape;
    private final SlotTable table;
    private final Binding binding;
    private final Lineage lineage;
    private final List<Supplier<StreamNode.Step>> steps = new ArrayList<>();
    private final Map<String, Argument> arguments = new LinkedHashMap<>();
    private final List<Supplier<StreamNode.Feed>> feeds = new ArrayList<>();
    private final List<NodePlan> derived = new ArrayList<>();
    private int output = -1;
    private List<Slot> outputSlots = List.of();

    private record Argument(String name, Expression expression, Slot slot) {}

    NodePlan(Catalyst catalyst, StreamShape shape, SlotTable table, Binding binding, Lineage lineage) {
        this.catalyst = catalyst;
        this.shape = shape;
        this.table = table;
        this.binding = binding;
        this.lineage = lineage;
    }

    Binding binding() {
        return binding;
    }

    void derived(NodePlan child) {
        derived.add(child);
    }

    /** Columns computed before or among the steps. Plain columns of the same type are not copied. */
    void compute(List<ShapeStep.Target> targets) {
        List<ShapeStep.Target> computed = new ArrayList<>();
        for (ShapeStep.Target target : targets) {
            if (target.expression() instanceof AttributeReference same) {
                binding.put(target.column(), binding.slot(same));
            } else {
                binding.use(target.expression());
                computed.add(target);
            }
        }
        computed.forEach(target -> binding.put(
                target.column(),
                table.add(FieldTypes.of(target.column().dataType()).orElseThrow())
                        .use()));
        if (!computed.isEmpty()) {
            steps.add(() -> new StreamNode.Derive(SlotProjector.maker(
                    catalyst,
                    computed.stream().map(ShapeStep.Target::name).toList(),
                    computed.stream()
                            .map(target -> binding.bind(target.expression()))
                            .toList(),
                    computed.stream()
                            .mapToInt(target -> binding.slot(target.column()).index())
                            .toArray())));
        }
    }

    void step(ShapeStep step) {
        if (step instanceof ShapeStep.Derived derive) {
            compute(derive.targets());
        } else if (step instanceof ShapeStep.Filtered where) {
            binding.use(where.condition());
            steps.add(() -> new StreamNode.Where(
                    SlotCondition.maker(catalyst, binding.bind(where.condition()), "where"), "where"));
        } else if (step instanceof ShapeStep.Exploded explode) {
            binding.use(explode.array());
            Slot slot =
                    table.add(FieldTypes.of(explode.element()).orElseThrow()).use();
            binding.put(explode.target(), slot);
            steps.add(() -> new StreamNode.Explode(
                    SlotExploder.maker(
                            catalyst, binding.bind(explode.array()), explode.name(), explode.element(), slot.index()),
                    explode.name()));
        }
    }

    void feed(GroupingPlan grouping) {
        MetricShape first = grouping.first;
        String metric = first.metric().name();
        Named where = first.where();
        Slot whereSlot = where == null ? null : argument(metric + ".where", where.tree(), null);
        List<Slot> keys = new ArrayList<>();
        for (MetricShape.Key key : grouping.keys) {
            keys.add(argument(metric + "." + key.name(), key.value().tree(), where));
        }
        List<List<Slot>> inputs = new ArrayList<>();
        List<@Nullable Slot> filters = new ArrayList<>();
        for (AggregateShape aggregate : grouping.aggregates()) {
            Named filter = both(where, aggregate.filter());
            filters.add(
                    aggregate.filter() == null
                            ? null
                            : argument(
                                    metric + "." + aggregate.filter().name(),
                                    aggregate.filter().tree(),
                                    where));
            inputs.add(aggregate.inputs().stream()
                    .map(input -> argument(metric + "." + input.name(), input.tree(), filter))
                    .toList());
        }
        feeds.add(() -> new StreamNode.Feed(
                grouping.index,
                whereSlot == null ? -1 : whereSlot.index(),
                keys.stream().mapToInt(Slot::index).toArray(),
                inputs.stream()
                        .map(slots -> slots.stream().mapToInt(Slot::index).toArray())
                        .toList(),
                filters.stream()
                        .mapToInt(slot -> slot == null ? -1 : slot.index())
                        .toArray()));
    }

    private static @Nullable Named both(@Nullable Named where, @Nullable Named filter) {
        return where == null
                ? filter
                : filter == null
                        ? where
                        : where.with(new org.apache.spark.sql.catalyst.expressions.And(where.tree(), filter.tree()));
    }

    /** The slot of a plain column, or one of its own for what has to be computed; only where the guard is true. */
    private Slot argument(String name, Expression expression, @Nullable Named guard) {
        if (expression instanceof AttributeReference column) {
            return binding.slot(column).use();
        }
        Expression guarded = guard == null || NeverFails.holds(expression)
                ? expression
                : new If(guard.tree(), expression, Literal$.MODULE$.create((Object) null, expression.dataType()));
        binding.use(guarded);
        return arguments
                .computeIfAbsent(
                        lineage.text(guarded),
                        absent -> new Argument(
                                name,
                                guarded,
                                table.add(FieldTypes.of(guarded.dataType()).orElseThrow())
                                        .use()))
                .slot();
    }

    void output(int index, List<AttributeReference> columns) {
        output = index;
        outputSlots = columns.stream().map(column -> binding.slot(column).use()).toList();
    }

    /** When all slots have their places. */
    StreamNode compile() {
        List<Argument> computed = List.copyOf(arguments.values());
        Maker<Projector> projector = computed.isEmpty()
                ? null
                : SlotProjector.maker(
                        catalyst,
                        computed.stream().map(Argument::name).toList(),
                        computed.stream()
                                .map(argument -> binding.bind(argument.expression()))
                                .toList(),
                        computed.stream()
                                .mapToInt(argument -> argument.slot().index())
                                .toArray());
        return new StreamNode(
                shape.name(),
                steps.stream().map(Supplier::get).toList(),
                projector,
                feeds.stream().map(Supplier::get).toList(),
                output,
                outputSlots.stream().mapToInt(Slot::index).toArray(),
                derived.stream().map(NodePlan::compile).toList());
    }
}
