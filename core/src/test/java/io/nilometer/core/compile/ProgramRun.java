package io.nilometer.core.compile;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldType;
import io.nilometer.core.program.Condition;
import io.nilometer.core.program.Exploder;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.Projector;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Runs records through the stateless part of a program, slowly, and notes what every grouping would have taken. */
final class ProgramRun {

    /** What a grouping was fed: keys, then per aggregate its inputs and whether its filter let the event through. */
    record Fed(int grouping, List<Object> keys, List<List<Object>> inputs, List<Boolean> counted) {}

    final List<Fed> fed = new ArrayList<>();
    final List<List<Object>> outputs = new ArrayList<>();
    private final SourceProgram source;
    private final EventRow row;
    private final Decoder decoder;
    private final Map<Object, Object> made = new IdentityHashMap<>();

    ProgramRun(Program program, int sourceIndex) {
        source = program.sources().get(sourceIndex);
        row = new EventRow(source.slots());
        decoder = source.decoder().make();
    }

    EventRow row() {
        return row;
    }

    ProgramRun record(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        row.clear();
        decoder.decode(bytes, 0, bytes.length, row);
        if (source.time().projector() != null) {
            source.time().projector().make().project(row);
        }
        if (!source.time().arrival() && !row.isNullAt(source.time().slot())) {
            row.setLong(source.eventTimeSlot(), row.longAt(source.time().slot()));
        }
        source.metaSlots().forEach((member, slot) -> {
            if (member.type().slot() == FieldType.Slot.BYTES) {
                byte[] name = member.column().getBytes(StandardCharsets.UTF_8);
                row.setBytes(slot, name, 0, name.length);
            } else if (member.type().slot() == FieldType.Slot.LONG) {
                row.setLong(slot, member.ordinal());
            }
        });
        node(source.root(), 0);
        return this;
    }

    private void node(StreamNode node, int step) {
        if (step < node.steps().size()) {
            StreamNode.Step next = node.steps().get(step);
            if (next instanceof StreamNode.Derive derive) {
                ((Projector) made.computeIfAbsent(
                                derive, absent -> derive.projector().make()))
                        .project(row);
                node(node, step + 1);
            } else if (next instanceof StreamNode.Where where) {
                if (((Condition) made.computeIfAbsent(
                                where, absent -> where.condition().make()))
                        .test(row)) {
                    node(node, step + 1);
                }
            } else if (next instanceof StreamNode.Explode explode) {
                Exploder exploder = (Exploder) made.computeIfAbsent(
                        explode, absent -> explode.exploder().make());
                int count = exploder.count(row);
                for (int i = 0; i < count; i++) {
                    exploder.element(i, row);
                    node(node, step + 1);
                }
            }
            return;
        }
        if (node.arguments() != null) {
            ((Projector) made.computeIfAbsent(node, absent -> node.arguments().make())).project(row);
        }
        for (StreamNode.Feed feed : node.feeds()) {
            if (feed.whereSlot() < 0 || Boolean.TRUE.equals(value(feed.whereSlot()))) {
                List<List<Object>> inputs = new ArrayList<>();
                List<Boolean> counted = new ArrayList<>();
                for (int i = 0; i < feed.argumentSlots().size(); i++) {
                    inputs.add(values(feed.argumentSlots().get(i)));
                    counted.add(feed.filterSlots()[i] < 0 || Boolean.TRUE.equals(value(feed.filterSlots()[i])));
                }
                fed.add(new Fed(feed.grouping(), values(feed.keySlots()), inputs, counted));
            }
        }
        if (node.output() >= 0) {
            outputs.add(values(node.outputSlots()));
        }
        node.derived().forEach(child -> node(child, 0));
    }

    List<Object> values(int... slots) {
        List<Object> values = new ArrayList<>();
        for (int slot : slots) {
            values.add(value(slot));
        }
        return values;
    }

    private Object value(int slot) {
        return CatalystValues.toJava(row.type(slot), row.get(slot, CatalystValues.dataType(row.type(slot))));
    }
}
