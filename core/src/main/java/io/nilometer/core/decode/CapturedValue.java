package io.nilometer.core.decode;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.FieldWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Catches what is written to a slot, to give it as a plain Java value: the elements of arrays, maps and structs. */
final class CapturedValue implements FieldWriter {

    private @Nullable Object value;
    private byte[] buffer = {};
    private int offset;
    private int length;

    void clear() {
        value = CompositeReader.MISFIT;
    }

    boolean isNull() {
        return value == null;
    }

    /** The value that was written, or {@link CompositeReader#MISFIT}. */
    Object value(FieldType type) {
        Object found = value;
        if (found == null || found == CompositeReader.MISFIT) {
            return CompositeReader.MISFIT;
        }
        if (!(type instanceof Simple simple)) {
            return found;
        }
        return switch (simple) {
            case STRING -> new String(buffer, offset, length, StandardCharsets.UTF_8);
            case BINARY -> Arrays.copyOfRange(buffer, offset, offset + length);
            case BOOLEAN -> (Long) found != 0;
            case DATE -> LocalDate.ofEpochDay((Long) found);
            case TIMESTAMP -> Instant.EPOCH.plus((Long) found, ChronoUnit.MICROS);
            default -> found;
        };
    }

    @Override
    public void setNull(int slot) {
        value = null;
    }

    @Override
    public void setBad(int slot) {
        value = CompositeReader.MISFIT;
    }

    @Override
    public void setLong(int slot, long number) {
        value = number;
    }

    @Override
    public void setDouble(int slot, double number) {
        value = number;
    }

    @Override
    public void setBytes(int slot, byte[] bytes, int from, int count) {
        value = bytes;
        buffer = bytes;
        offset = from;
        length = count;
    }

    @Override
    public void setObject(int slot, Object object) {
        value = object;
    }
}
