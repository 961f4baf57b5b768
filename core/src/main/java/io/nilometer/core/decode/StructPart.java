package io.nilometer.core.decode;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldWriter;
import java.util.List;

/** A struct, or one of its members that is written apart from it under a name with dots, at one place of a record. */
final class StructPart {

    private final StructField field;
    private final JsonNode place;
    private final List<String> members;
    private final FieldType type;
    private final ValueWriter writer;
    private final CapturedValue captured = new CapturedValue();

    /** @param members the way from the struct to what is here; empty for the struct itself */
    StructPart(StructField field, JsonNode place, List<String> members, FieldType type, ValueWriter.Shared shared) {
        this.field = field;
        this.place = place;
        this.members = members;
        this.type = type;
        writer = new ValueWriter(0, type, null, shared);
    }

    StructField field() {
        return field;
    }

    JsonNode place() {
        return place;
    }

    List<String> members() {
        return members;
    }

    /** JSON's null: what was here before is gone. */
    void clear(FieldWriter out) {
        field.remove(this, out);
    }

    void text(FieldWriter out, byte[] b, int from, int to) {
        captured.clear();
        writer.text(captured, b, from, to);
        take(out);
    }

    void number(FieldWriter out, byte[] b, int from, int to) {
        captured.clear();
        writer.number(captured, b, from, to);
        take(out);
    }

    void flag(FieldWriter out, boolean value, byte[] b, int from, int to) {
        captured.clear();
        writer.flag(captured, value, b, from, to);
        take(out);
    }

    void json(FieldWriter out, byte[] b, int from, int to) {
        captured.clear();
        writer.json(captured, b, from, to);
        take(out);
    }

    private void take(FieldWriter out) {
        if (captured.isNull()) {
            field.remove(this, out);
        } else {
            field.put(this, captured.value(type), out);
        }
    }
}
