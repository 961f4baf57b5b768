package io.nilometer.core.decode;

import io.nilometer.api.Field;
import io.nilometer.api.FieldPath;
import io.nilometer.api.FieldType;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tree of places in a record from the paths of the wanted fields. Neighbouring plain names are looked for in all ways
 * of joining them by dots, those of a struct's members included.
 */
final class JsonTree {

    /** Every further name doubles the number of places: of more names in a row only the nested spelling is looked for. */
    private static final int MAX_JOINED = 10;

    private final ValueWriter.Shared shared;
    private final JsonNode root;
    private final int[] places;

    private JsonTree(int slots, ValueWriter.Shared shared) {
        this.shared = shared;
        root = new JsonNode(null, new JsonNode[slots]);
        places = new int[slots];
    }

    /** The root of the tree of all wanted fields; field i is written to slot i. */
    static JsonNode of(List<Field> wanted, ValueWriter.Shared shared) {
        JsonTree tree = new JsonTree(wanted.size(), shared);
        for (int slot = 0; slot < wanted.size(); slot++) {
            tree.add(slot, wanted.get(slot));
        }
        tree.finish(tree.root, new LinkedHashSet<>(), new LinkedHashSet<>());
        return tree.root;
    }

    private void add(int slot, Field field) {
        List<FieldPath.Step> steps = field.where().steps();
        if (field.type() instanceof FieldType.Struct struct) {
            StructField target = new StructField(slot, shared);
            add(root, steps, 0, node -> node.add(target.part(node, List.of(), struct)), new Members(target, struct));
        } else {
            add(
                    root,
                    steps,
                    0,
                    node -> {
                        node.add(new ValueWriter(slot, field.type(), field.unit(), shared));
                        places[slot]++;
                    },
                    null);
        }
    }

    private interface Target {
        void at(JsonNode node);
    }

    /** The members of a struct whose path ends where they begin. */
    private record Members(StructField field, FieldType.Struct type) {}

    private void add(JsonNode node, List<FieldPath.Step> steps, int next, Target target, @Nullable Members members) {
        if (next == steps.size()) {
            target.at(node);
            return;
        }
        if (steps.get(next) instanceof FieldPath.Element element) {
            add(node.addElement(element.index()), steps, next + 1, target, members);
            return;
        }
        StringBuilder name = new StringBuilder();
        for (int i = next; i < steps.size() && (i == next || isPlain(steps, i)); i++) {
            name.append(i == next ? "" : ".").append(((FieldPath.Name) steps.get(i)).text());
            add(node.addChild(name.toString()), steps, i + 1, target, members);
            if (!isPlain(steps, next) || plainFrom(steps, next) > MAX_JOINED) {
                return;
            }
            if (i == steps.size() - 1 && members != null) {
                addMembers(node, name.toString(), List.of(), members);
            }
        }
    }

    /** The members of a struct, with its name before theirs. */
    private static void addMembers(JsonNode node, String prefix, List<String> path, Members members) {
        FieldType.Struct struct = (FieldType.Struct) StructField.typeAt(members.type, path);
        for (FieldType.Member member : struct.members()) {
            String name = prefix + "." + member.name();
            List<String> inner = StructField.plus(path, member.name());
            JsonNode place = node.addChild(name);
            place.add(members.field.part(place, inner, member.type()));
            if (member.type() instanceof FieldType.Struct && inner.size() < MAX_JOINED) {
                addMembers(node, name, inner, members);
            }
        }
    }

    private static boolean isPlain(List<FieldPath.Step> steps, int index) {
        return steps.get(index) instanceof FieldPath.Name name && !name.exact();
    }

    private static int plainFrom(List<FieldPath.Step> steps, int from) {
        int to = from;
        while (to < steps.size() && isPlain(steps, to)) {
            to++;
        }
        return to - from;
    }

    /** Adds what is below a place to the sets of the place above it. */
    private void finish(JsonNode node, Set<Integer> slots, Set<StructField> structs) {
        Set<Integer> inside = new LinkedHashSet<>();
        Set<StructField> structsInside = new LinkedHashSet<>();
        node.inside().forEach(child -> finish(child, inside, structsInside));
        Set<Integer> only = new HashSet<>(inside);
        only.removeIf(slot -> places[slot] > 1);
        boolean sharesOwn = false;
        for (ValueWriter writer : node.writers()) {
            sharesOwn |= places[writer.slot()] > 1;
            slots.add(writer.slot());
        }
        for (StructPart part : node.parts()) {
            structs.add(part.field());
        }
        node.finish(
                ints(only),
                ints(inside.stream().filter(slot -> places[slot] > 1).toList()),
                structsInside.toArray(StructField[]::new),
                sharesOwn);
        slots.addAll(inside);
        structs.addAll(structsInside);
    }

    private static int[] ints(Collection<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
