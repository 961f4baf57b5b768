package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.FieldWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes down what a decoder says of a record: the reason, or the fields as plain values by name. */
final class Decoded implements FieldWriter {

    /** Stands for a value that does not fit. */
    static final String BAD = "<bad>";

    private final List<Field> fields;
    private final Object[] values;

    private Decoded(List<Field> fields) {
        this.fields = fields;
        values = new Object[fields.size()];
    }

    static Object of(Decoder decoder, List<Field> fields, String record) {
        return of(decoder, fields, record.getBytes(StandardCharsets.UTF_8));
    }

    /** A String is the reason of a rejection, a Map the fields. The record lies in the middle of a larger buffer. */
    static Object of(Decoder decoder, List<Field> fields, byte[] record) {
        Decoded decoded = new Decoded(fields);
        byte[] buffer = new byte[record.length + 10];
        Arrays.fill(buffer, (byte) '"');
        System.arraycopy(record, 0, buffer, 3, record.length);
        String reason = decoder.decode(buffer, 3, record.length, decoded);
        return reason == null ? decoded.byName() : reason;
    }

    private Map<String, Object> byName() {
        Map<String, Object> named = new HashMap<>();
        for (int slot = 0; slot < values.length; slot++) {
            named.put(fields.get(slot).name(), values[slot] instanceof Slice slice ? slice.value() : values[slot]);
        }
        return named;
    }

    @Override
    public void setNull(int slot) {
        values[slot] = null;
    }

    @Override
    public void setBad(int slot) {
        values[slot] = BAD;
    }

    @Override
    public void setLong(int slot, long value) {
        FieldType type = expect(slot, FieldType.Slot.LONG);
        values[slot] = type == Simple.BOOLEAN
                ? (Object) (value != 0)
                : type == Simple.DATE
                        ? LocalDate.ofEpochDay(value)
                        : type == Simple.TIMESTAMP ? Instant.EPOCH.plus(value, ChronoUnit.MICROS) : (Object) value;
    }

    @Override
    public void setDouble(int slot, double value) {
        expect(slot, FieldType.Slot.DOUBLE);
        values[slot] = value;
    }

    @Override
    public void setBytes(int slot, byte[] buffer, int offset, int length) {
        values[slot] = new Slice(expect(slot, FieldType.Slot.BYTES), buffer, offset, length);
    }

    @Override
    public void setObject(int slot, Object value) {
        expect(slot, FieldType.Slot.OBJECT);
        values[slot] = value;
    }

    private FieldType expect(int slot, FieldType.Slot kind) {
        FieldType type = fields.get(slot).type();
        if (type.slot() != kind) {
            throw new AssertionError("slot " + slot + " of type " + type.sql() + " was set as " + kind);
        }
        return type;
    }

    private record Slice(FieldType type, byte[] buffer, int offset, int length) {
        Object value() {
            if (type == Simple.BINARY) {
                return Arrays.toString(Arrays.copyOfRange(buffer, offset, offset + length));
            }
            if (!Utf8.isValid(buffer, offset, offset + length)) {
                throw new AssertionError("a string that is not UTF-8");
            }
            return new String(buffer, offset, length, StandardCharsets.UTF_8);
        }
    }
}
