package io.nilometer.core.decode;

import io.nilometer.api.FieldWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON record that leads to wanted fields: fields that are here, and names and indexes that lead further in. A
 * field whose path may be written in several ways has a place for each.
 */
final class JsonNode {

    private static final JsonNode[] NO_ELEMENTS = {};

    private final @Nullable JsonNode parent;
    /** By slot, the place that wrote it last: which of several it came from. Shared by all places of a tree. */
    private final JsonNode[] writtenBy;

    private final Map<String, JsonNode> children = new LinkedHashMap<>();
    private JsonNode[] elements = NO_ELEMENTS;
    private @Nullable JsonKeys keys;

    private ValueWriter[] writers = {};
    private StructPart[] parts = {};
    /** Slots that are only written below here. */
    private int[] below = {};
    /** Slots that are written below here and at other places too. */
    private int[] shared = {};
    /** Structs of which parts are below here. */
    private StructField[] structs = {};
    /** Whether there is more to do here than writing values. */
    private boolean special;

    JsonNode(@Nullable JsonNode parent, JsonNode[] writtenBy) {
        this.parent = parent;
        this.writtenBy = writtenBy;
    }

    @Nullable
    JsonNode child(String name) {
        return children.get(name);
    }

    /** Whether no names lead further in. */
    boolean isLeaf() {
        return children.isEmpty();
    }

    boolean hasElements() {
        return elements.length > 0;
    }

    @Nullable
    JsonNode element(int index) {
        return index < elements.length ? elements[index] : null;
    }

    /** The same children, by bytes. */
    JsonKeys keys() {
        JsonKeys made = keys;
        if (made == null) {
            made = new JsonKeys(children);
            keys = made;
        }
        return made;
    }

    /** Before a record. */
    void begin() {
        for (StructField struct : structs) {
            struct.begin();
        }
    }

    /** A value that comes again under the same name replaces the earlier one, with all that was in it. */
    void clear(FieldWriter out) {
        for (ValueWriter writer : writers) {
            out.setNull(writer.slot());
        }
        if (special) {
            note();
            for (StructPart part : parts) {
                part.clear(out);
            }
        }
        clearBelow(out);
    }

    void clearBelow(FieldWriter out) {
        for (int slot : below) {
            out.setNull(slot);
        }
        if (special) {
            for (int slot : shared) {
                if (isAbove(writtenBy[slot])) {
                    out.setNull(slot);
                }
            }
            for (StructField struct : structs) {
                struct.clearBelow(this, out);
            }
        }
    }

    void text(FieldWriter out, byte[] b, int from, int to) {
        for (ValueWriter writer : writers) {
            writer.text(out, b, from, to);
        }
        if (special) {
            note();
            for (StructPart part : parts) {
                part.text(out, b, from, to);
            }
        }
        clearBelow(out);
    }

    void number(FieldWriter out, byte[] b, int from, int to) {
        for (ValueWriter writer : writers) {
            writer.number(out, b, from, to);
        }
        if (special) {
            note();
            for (StructPart part : parts) {
                part.number(out, b, from, to);
            }
        }
        clearBelow(out);
    }

    void flag(FieldWriter out, boolean value, byte[] b, int from, int to) {
        for (ValueWriter writer : writers) {
            writer.flag(out, value, b, from, to);
        }
        if (special) {
            note();
            for (StructPart part : parts) {
                part.flag(out, value, b, from, to);
            }
        }
        clearBelow(out);
    }

    /** An object or array: what is wanted of its inside is written already. */
    void json(FieldWriter out, byte[] b, int from, int to) {
        for (ValueWriter writer : writers) {
            writer.json(out, b, from, to);
        }
        if (special) {
            note();
            for (StructPart part : parts) {
                part.json(out, b, from, to);
            }
        }
    }

    /** Whether another place is this one or further in. */
    boolean isAbove(@Nullable JsonNode place) {
        for (JsonNode node = place; node != null; node = node.parent) {
            if (node == this) {
                return true;
            }
        }
        return false;
    }

    private void note() {
        for (ValueWriter writer : writers) {
            writtenBy[writer.slot()] = this;
        }
    }

    JsonNode addChild(String name) {
        return children.computeIfAbsent(name, any -> new JsonNode(this, writtenBy));
    }

    JsonNode addElement(int index) {
        if (index >= elements.length) {
            elements = Arrays.copyOf(elements, index + 1);
        }
        if (elements[index] == null) {
            elements[index] = new JsonNode(this, writtenBy);
        }
        return elements[index];
    }

    void add(ValueWriter writer) {
        writers = Arrays.copyOf(writers, writers.length + 1);
        writers[writers.length - 1] = writer;
    }

    void add(StructPart part) {
        parts = Arrays.copyOf(parts, parts.length + 1);
        parts[parts.length - 1] = part;
    }

    /** The places one step further in. */
    List<JsonNode> inside() {
        List<JsonNode> inside = new ArrayList<>(children.values());
        Arrays.stream(elements).filter(Objects::nonNull).forEach(inside::add);
        return inside;
    }

    ValueWriter[] writers() {
        return writers;
    }

    StructPart[] parts() {
        return parts;
    }

    /** Called when the tree has all its places. */
    void finish(int[] onlyBelow, int[] sharedBelow, StructField[] structsBelow, boolean sharesOwn) {
        below = onlyBelow;
        shared = sharedBelow;
        structs = structsBelow;
        special = sharesOwn || shared.length + structs.length + parts.length > 0;
    }
}
