package io.nilometer.cli.test;

import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Puts the values of a row into the slots of an event. */
final class RowSlots {

    private RowSlots() {}

    /** @param fields whose index is their slot; named like columns of the relation */
    static void fill(EventRow event, List<Field> fields, Relation relation, Row row) {
        event.clear();
        for (int slot = 0; slot < fields.size(); slot++) {
            Object value = row.get(relation.indexOf(fields.get(slot).name()));
            if (value != null) {
                set(event, slot, fields.get(slot).type(), value);
            }
        }
    }

    private static void set(EventRow event, int slot, FieldType type, Object value) {
        switch (type.slot()) {
            case LONG -> event.setLong(slot, integer(value));
            case DOUBLE -> event.setDouble(slot, ((Number) value).doubleValue());
            case BYTES -> {
                byte[] bytes = value instanceof byte[] binary
                        ? binary
                        : value.toString().getBytes(StandardCharsets.UTF_8);
                event.setBytes(slot, bytes, 0, bytes.length);
            }
            case OBJECT -> event.setObject(slot, value);
        }
    }

    private static long integer(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof Instant instant) {
            return CatalystValues.micros(instant);
        }
        return value instanceof LocalDate date ? date.toEpochDay() : ((Number) value).longValue();
    }
}
