package io.nilometer.core.decode;

import io.nilometer.api.Field;
import io.nilometer.api.FieldWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in a JSON record that leads to wanted fields: fields that are here, and names that lead further in. */
final class JsonNode {

    private ValueWriter[] writers = {};
    private int[] below = {};
    private final Map<String, JsonNode> children = new LinkedHashMap<>();
    private JsonKeys keys = new JsonKeys(Map.of());

    private JsonNode() {}

    /** The root of the tree of all wanted fields; field i is written to slot i. */
    static JsonNode tree(List<Field> wanted, ValueWriter.Shared shared) {
        JsonNode root = new JsonNode();
        for (int slot = 0; slot < wanted.size(); slot++) {
            Field field = wanted.get(slot);
            JsonNode node = root;
            for (String name : field.path()) {
                node = node.children.computeIfAbsent(name, any -> new JsonNode());
            }
            node.add(new ValueWriter(slot, field.type(), field.unit(), shared));
        }
        root.finish();
        return root;
    }

    @Nullable
    JsonNode child(String name) {
        return children.get(name);
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    /** The same children, by bytes. */
    JsonKeys keys() {
        return keys;
    }

    /** A value that comes again under the same name replaces the earlier one, with all that was in it. */
    void clear(FieldWriter out) {
        for (ValueWriter writer : writers) {
            out.setNull(writer.slot());
        }
        clearBelow(out);
    }

    void clearBelow(FieldWriter out) {
        for (int slot : below) {
            out.setNull(slot);
        }
    }

    void text(FieldWriter out, byte[] b, int from, int to) {
        for (ValueWriter writer : writers) {
            writer.text(out, b, from, to);
        }
        clearBelow(out);
    }

    void number(FieldWriter out, byte[] b, int from, int to) {
        for (ValueWriter writer : writers) {
            writer.number(out, b, from, to);
        }
        clearBelow(out);
    }

    void flag(FieldWriter out, boolean value, byte[] b, int from, int to) {
        for (ValueWriter writer : writers) {
            writer.flag(out, value, b, from, to);
        }
        clearBelow(out);
    }

    /** An object or array: what is wanted of its inside is written already. */
    void json(FieldWriter out, byte[] b, int from, int to) {
        for (ValueWriter writer : writers) {
            writer.json(out, b, from, to);
        }
    }

    boolean wantsJson() {
        return writers.length > 0;
    }

    private void add(ValueWriter writer) {
        ValueWriter[] more = java.util.Arrays.copyOf(writers, writers.length + 1);
        more[writers.length] = writer;
        writers = more;
    }

    private List<Integer> finish() {
        List<Integer> slotsBelow = new ArrayList<>();
        children.values().forEach(child -> {
            slotsBelow.addAll(child.finish());
            for (ValueWriter writer : child.writers) {
                slotsBelow.add(writer.slot());
            }
        });
        below = slotsBelow.stream().mapToInt(Integer::intValue).toArray();
        keys = new JsonKeys(children);
        return slotsBelow;
    }
}
