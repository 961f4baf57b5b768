package io.nilometer.core.scan;

import io.nilometer.api.RecordBatch;
import io.nilometer.core.program.MetaField;
import io.nilometer.core.row.EventRow;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills the slots of {@code meta} that something uses. */
final class MetaWriter {

    private final Map<MetaField, Integer> slots;
    private @Nullable RecordBatch described;
    private byte @Nullable [] topic;
    private byte @Nullable [] file;

    MetaWriter(Map<MetaField, Integer> slots) {
        this.slots = slots;
    }

    /** @param format that the record was in; null when it is in none */
    void write(RecordBatch batch, int record, @Nullable String format, long wallMicros, EventRow row) {
        if (slots.isEmpty()) {
            return;
        }
        if (batch != described) {
            described = batch;
            topic = utf8(batch.origin().topic());
            file = utf8(batch.origin().file());
        }
        slots.forEach((field, slot) -> {
            if (field == MetaField.FORMAT) {
                text(utf8(format), slot, row);
            } else {
                write(field, slot, batch, record, wallMicros, row);
            }
        });
    }

    private void write(MetaField field, int slot, RecordBatch batch, int record, long wallMicros, EventRow row) {
        switch (field) {
            case TOPIC -> text(topic, slot, row);
            case PARTITION -> row.setLong(slot, batch.origin().partition());
            case OFFSET -> row.setLong(slot, batch.position(record));
            case KEY -> text(batch.key(record), slot, row);
            case HEADERS -> row.setObject(slot, headers(batch.headers(record)));
            case FILE -> text(file, slot, row);
            case TIMESTAMP -> {
                if (batch.timestampMicros(record) == RecordBatch.NO_TIMESTAMP) {
                    row.setNull(slot);
                } else {
                    row.setLong(slot, batch.timestampMicros(record));
                }
            }
            case FORMAT -> throw new IllegalStateException("known from decoding");
            case ARRIVED -> row.setLong(slot, wallMicros);
        }
    }

    private static void text(byte @Nullable [] bytes, int slot, EventRow row) {
        if (bytes == null) {
            row.setNull(slot);
        } else {
            row.setBytes(slot, bytes, 0, bytes.length);
        }
    }

    private static Map<String, String> headers(Map<String, byte[]> headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        headers.forEach((name, value) -> texts.put(name, new String(value, StandardCharsets.UTF_8)));
        return texts;
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
