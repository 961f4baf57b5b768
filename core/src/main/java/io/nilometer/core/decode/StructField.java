package io.nilometer.core.decode;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a field that is a struct together: from an object, from members that are written apart under names with dots, or from
 * both, the later over the earlier. One record at a time.
 */
final class StructField {

    private final int slot;
    private final ValueWriter.Shared shared;
    private final List<Found> found = new ArrayList<>();
    private FieldType.@Nullable Struct type;

    /** What a record had at one of the places. */
    private record Found(StructPart part, Object value) {}

    StructField(int slot, ValueWriter.Shared shared) {
        this.slot = slot;
        this.shared = shared;
    }

    StructPart part(JsonNode place, List<String> members, FieldType partType) {
        if (members.isEmpty()) {
            type = (FieldType.Struct) partType;
        }
        return new StructPart(this, place, members, partType, shared);
    }

    void begin() {
        found.clear();
    }

    void put(StructPart part, Object value, FieldWriter out) {
        found.removeIf(earlier -> earlier.part == part);
        found.add(new Found(part, value));
        write(out);
    }

    void remove(StructPart part, FieldWriter out) {
        if (found.removeIf(earlier -> earlier.part == part) || found.isEmpty()) {
            write(out);
        }
    }

    /** A value above comes again: what was inside it is gone. */
    void clearBelow(JsonNode place, FieldWriter out) {
        if (found.removeIf(earlier -> earlier.part.place() != place && place.isAbove(earlier.part.place()))) {
            write(out);
        }
    }

    private void write(FieldWriter out) {
        FieldType.Struct struct = type;
        if (found.isEmpty() || struct == null) {
            out.setNull(slot);
            return;
        }
        if (found.size() == 1
                && found.get(0).value instanceof Map<?, ?> only
                && found.get(0).part.members().isEmpty()) {
            out.setObject(slot, only);
            return;
        }
        Map<String, @Nullable Object> whole = empty(struct);
        for (Found one : found) {
            if (one.value == CompositeReader.MISFIT) {
                out.setBad(slot);
                return;
            }
            put(whole, struct, one.part.members(), one.value);
        }
        out.setObject(slot, whole);
    }

    /** All members in order, without values. */
    static Map<String, @Nullable Object> empty(FieldType.Struct struct) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        struct.members().forEach(member -> map.put(member.name(), null));
        return map;
    }

    /** Puts a value at a place inside a struct; of a struct the members that have values. */
    @SuppressWarnings("unchecked")
    static void put(Map<String, @Nullable Object> whole, FieldType.Struct struct, List<String> path, Object value) {
        if (path.isEmpty()) {
            ((Map<String, @Nullable Object>) value).forEach((name, inner) -> {
                if (inner != null) {
                    put(whole, struct, List.of(name), inner);
                }
            });
            return;
        }
        String name = path.get(0);
        if (!(typeAt(struct, List.of(name)) instanceof FieldType.Struct member)) {
            whole.put(name, value);
            return;
        }
        Map<String, @Nullable Object> inner = (Map<String, @Nullable Object>) whole.get(name);
        if (inner == null) {
            inner = empty(member);
            whole.put(name, inner);
        }
        put(inner, member, path.subList(1, path.size()), value);
    }

    /** The members that lead to a name with dots in it; null when none do. */
    static @Nullable List<String> wayTo(FieldType.Struct struct, String name) {
        for (FieldType.Member member : struct.members()) {
            if (member.name().equals(name)) {
                return List.of(name);
            }
            if (member.type() instanceof FieldType.Struct inner && name.startsWith(member.name() + ".")) {
                List<String> rest = wayTo(inner, name.substring(member.name().length() + 1));
                if (rest != null) {
                    List<String> way = new ArrayList<>(List.of(member.name()));
                    way.addAll(rest);
                    return way;
                }
            }
        }
        return null;
    }

    static FieldType typeAt(FieldType.Struct struct, List<String> path) {
        FieldType type = struct;
        for (String name : path) {
            type = ((FieldType.Struct) type)
                    .members().stream()
                            .filter(member -> member.name().equals(name))
                            .findFirst()
                            .orElseThrow()
                            .type();
        }
        return type;
    }

    static List<String> plus(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }
}
