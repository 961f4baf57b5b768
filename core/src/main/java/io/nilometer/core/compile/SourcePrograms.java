package io.nilometer.core.compile;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.Format;
import io.nilometer.api.LineFraming;
import io.nilometer.core.component.Components;
import io.nilometer.core.decode.FirstFormat;
import io.nilometer.core.decode.FirstFraming;
import io.nilometer.core.frame.Framing;
import io.nilometer.core.frame.Framings;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.Maker;
import io.nilometer.core.program.MetaField;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.program.TimeProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.jspecify.annotations.Nullable;

/** Makes the program of a source: finds out which slots its rows need, then compiles what runs over them. */
final class SourcePrograms {

    private final Catalyst catalyst;
    private final Pipeline pipeline;
    private final Components components;
    private final StreamShapes streams;
    private final RowColumns rowColumns;
    private final Lineage lineage;
    private final Readers readers;

    SourcePrograms(
            Catalyst catalyst,
            Pipeline pipeline,
            Components components,
            StreamShapes streams,
            RowColumns rowColumns,
            Lineage lineage,
            Readers readers) {
        this.catalyst = catalyst;
        this.pipeline = pipeline;
        this.components = components;
        this.streams = streams;
        this.rowColumns = rowColumns;
        this.lineage = lineage;
        this.readers = readers;
    }

    SourceProgram compile(int index, SourceShape source, StreamShape root) {
        SlotTable table = new SlotTable();
        Binding binding = new Binding();
        List<Slot> fields = new ArrayList<>();
        for (int i = 0; i < source.fields().size(); i++) {
            Slot slot = table.addField(source.fields().get(i).type());
            fields.add(slot);
            binding.put(source.columns().get(i), slot);
        }
        if (source.input().rejectBadField()) {
            fields.forEach(Slot::use);
        }
        Map<MetaField, Slot> meta = rowSlots(table, binding);
        Slot eventTime = binding.slot(rowColumns.eventTime()).use();
        Time time = time(source, table, binding);
        NodePlan events = tree(root, List.of(), table, binding);
        Optional<StreamShape> lateShape = readers.part(root, "late");
        Slot lateBy = table.add(FieldType.Simple.DOUBLE);
        NodePlan late = null;
        if (lateShape.isPresent()) {
            Binding lateBinding = events.binding().copy();
            lateBinding.put(streams.extra(StreamShapes.LATE_BY), lateBy);
            late = tree(lateShape.get(), List.of(), table, lateBinding);
        }
        List<FieldType> slots = table.place();
        List<Field> decoded = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).isUsed()) {
                decoded.add(source.fields().get(i));
            }
        }
        return new SourceProgram(
                index,
                source.stream(),
                source.input(),
                framing(source),
                decoder(source, List.copyOf(decoded)),
                decoder(source, texts(decoded)),
                List.copyOf(decoded),
                List.copyOf(slots),
                indexes(meta),
                eventTime.index(),
                time.compile(catalyst),
                source.input().rejectBadField(),
                events.compile(),
                late == null ? null : late.compile(),
                lateBy.index(),
                rejected(root));
    }

    private Maker<Decoder> decoder(SourceShape source, List<Field> decoded) {
        Format.Settings settings = settings(source);
        List<Use> formats = source.input().formats();
        if (formats.size() == 1) {
            Use one = formats.get(0);
            return () -> format(one).decoder(one.options(), decoded, settings);
        }
        List<String> names = formats.stream().map(Use::component).toList();
        return () -> new FirstFormat(
                names,
                formats.stream()
                        .map(use -> format(use).decoder(use.options(), decoded, settings))
                        .toList(),
                decoded.size());
    }

    private Framing framing(SourceShape source) {
        Format.Settings settings = settings(source);
        List<Use> knowing = source.input().formats().stream()
                .filter(use -> format(use).framing(use.options(), settings) != null)
                .toList();
        return Framings.of(
                source.input().encoding(),
                source.input().multiline().orElse(null),
                knowing.isEmpty() ? null : () -> framing(knowing, settings),
                pipeline.limits().recordBytes());
    }

    private LineFraming framing(List<Use> formats, Format.Settings settings) {
        List<LineFraming> all = formats.stream()
                .map(use -> Objects.requireNonNull(format(use).framing(use.options(), settings)))
                .toList();
        return all.size() == 1 ? all.get(0) : new FirstFraming(all);
    }

    private Format format(Use use) {
        return components.formats().get(use.component());
    }

    private Format.Settings settings(SourceShape source) {
        List<String> declared = source.input().schema().values().stream()
                .map(field -> field.path().dotted())
                .distinct()
                .toList();
        return new Format.Settings(pipeline.timezone(), pipeline.limits().depth(), declared);
    }

    private static List<Field> texts(List<Field> fields) {
        return fields.stream()
                .map(field -> new Field(field.name(), FieldType.Simple.STRING, field.path(), null))
                .toList();
    }

    /** The slots of event_time and of the members of meta. */
    private Map<MetaField, Slot> rowSlots(SlotTable table, Binding binding) {
        Map<MetaField, Slot> meta = new EnumMap<>(MetaField.class);
        for (MetaField member : MetaField.values()) {
            Slot slot = table.add(member.type());
            meta.put(member, slot);
            binding.put(rowColumns.member(member), slot);
        }
        binding.put(rowColumns.eventTime(), table.add(FieldType.Simple.TIMESTAMP));
        return meta;
    }

    private static Map<MetaField, Integer> indexes(Map<MetaField, Slot> meta) {
        Map<MetaField, Integer> indexes = new EnumMap<>(MetaField.class);
        meta.forEach((member, slot) -> {
            if (slot.isUsed()) {
                indexes.put(member, slot.index());
            }
        });
        return Collections.unmodifiableMap(indexes);
    }

    /** A stream, what reads it, and the streams derived from it that something reads. */
    private NodePlan tree(StreamShape shape, List<ShapeStep.Target> columns, SlotTable table, Binding arrived) {
        NodePlan node = new NodePlan(catalyst, shape, table, arrived.copy(), lineage);
        node.compute(columns);
        shape.steps().forEach(node::step);
        readers.groupings(shape).forEach(node::feed);
        readers.output(shape).ifPresent(output -> node.output(output, readers.outputColumns(shape)));
        for (StreamShape child : readers.derived(shape)) {
            for (StreamShape.Link link : child.parents()) {
                if (link.parent() == shape) {
                    node.derived(tree(child, link.columns(), table, node.binding()));
                }
            }
        }
        return node;
    }

    private SourceProgram.@Nullable Rejected rejected(StreamShape source) {
        Optional<StreamShape> shape = readers.part(source, "rejected");
        if (shape.isEmpty()) {
            return null;
        }
        SlotTable table = new SlotTable();
        Binding binding = new Binding();
        Map<MetaField, Slot> meta = rowSlots(table, binding);
        Slot eventTime = binding.slot(rowColumns.eventTime()).use();
        Slot reason = table.add(FieldType.Simple.STRING);
        Slot raw = table.add(FieldType.Simple.STRING);
        binding.put(streams.extra(StreamShapes.REASON), reason);
        binding.put(streams.extra(StreamShapes.RAW), raw);
        AttributeReference stream = streams.extra(StreamShapes.STREAM);
        Expression name = Literal$.MODULE$.apply(source.name());
        NodePlan node =
                tree(shape.get(), List.of(new ShapeStep.Target(StreamShapes.STREAM, stream, name)), table, binding);
        List<FieldType> slots = table.place();
        StreamNode root = node.compile();
        return new SourceProgram.Rejected(
                List.copyOf(slots), reason.index(), raw.index(), eventTime.index(), indexes(meta), root);
    }

    /** Where the time comes from, while slots are being found. */
    private record Time(EventTime written, @Nullable Expression computed, Slot slot, boolean numeric, Binding binding) {

        TimeProgram compile(Catalyst catalyst) {
            EventTime.@Nullable Field field = written instanceof EventTime.Field found ? found : null;
            Expression expression = computed;
            return new TimeProgram(
                    field == null,
                    expression == null
                            ? null
                            : SlotProjector.maker(
                                    catalyst, List.of("time"), List.of(binding.bind(expression)), new int[] {
                                        slot.index()
                                    }),
                    slot.index(),
                    numeric,
                    field == null ? null : field.unit().orElse(null),
                    MetricShapes.micros(written.lateness()),
                    field == null ? Long.MAX_VALUE : MetricShapes.micros(field.maxAhead()),
                    field != null && field.maxAheadWritten(),
                    MetricShapes.micros(written.idleAfter()));
        }
    }

    private Time time(SourceShape source, SlotTable table, Binding binding) {
        EventTime written = source.input().time();
        Expression expression = source.time().expression();
        if (expression == null) {
            return new Time(written, null, binding.slot(rowColumns.eventTime()), false, binding);
        }
        binding.use(expression);
        if (expression instanceof AttributeReference column) {
            return new Time(written, null, binding.slot(column), source.time().numeric(), binding);
        }
        Slot slot =
                table.add(FieldTypes.of(expression.dataType()).orElseThrow()).use();
        return new Time(written, expression, slot, source.time().numeric(), binding);
    }
}
