package io.nilometer.core.bytes;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes of one value of a {@link io.nilometer.api.Row}: a tag, then the value. Instants keep their microseconds. */
public final class ValueCodec {

    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int LONG = 3;
    private static final int DOUBLE = 4;
    private static final int DECIMAL = 5;
    private static final int TEXT = 6;
    private static final int INSTANT = 7;
    private static final int DATE = 8;
    private static final int BYTES = 9;
    private static final int LIST = 10;
    private static final int MAP = 11;

    private static final long MICROS = 1_000_000;

    private ValueCodec() {}

    public static void write(@Nullable Object value, ByteWriter out) {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof Boolean truth) {
            out.writeByte(truth ? TRUE : FALSE);
        } else if (value instanceof Long number) {
            out.writeByte(LONG);
            out.writeSigned(number);
        } else if (value instanceof Double number) {
            out.writeByte(DOUBLE);
            out.writeDouble(number);
        } else if (value instanceof String text) {
            out.writeByte(TEXT);
            out.writeText(text);
        } else if (value instanceof Instant instant) {
            out.writeByte(INSTANT);
            out.writeSigned(
                    Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000));
        } else {
            writeRare(value, out);
        }
    }

    private static void writeRare(Object value, ByteWriter out) {
        if (value instanceof LocalDate date) {
            out.writeByte(DATE);
            out.writeSigned(date.toEpochDay());
        } else if (value instanceof BigDecimal decimal) {
            byte[] unscaled = decimal.unscaledValue().toByteArray();
            out.writeByte(DECIMAL);
            out.writeSigned(decimal.scale());
            out.writeBytes(unscaled, 0, unscaled.length);
        } else if (value instanceof byte[] bytes) {
            out.writeByte(BYTES);
            out.writeBytes(bytes, 0, bytes.length);
        } else if (value instanceof List<?> list) {
            out.writeByte(LIST);
            out.writeUnsigned(list.size());
            list.forEach(element -> write(element, out));
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte(MAP);
            out.writeUnsigned(map.size());
            map.forEach((key, element) -> {
                write(key, out);
                write(element, out);
            });
        } else {
            throw new IllegalArgumentException(
                    "a row cannot hold a " + value.getClass().getName());
        }
    }

    public static @Nullable Object read(ByteReader in) {
        int tag = in.readByte();
        return switch (tag) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case LONG -> in.readSigned();
            case DOUBLE -> in.readDouble();
            case DECIMAL -> readDecimal(in);
            case TEXT -> in.readText();
            case INSTANT -> {
                long micros = in.readSigned();
                yield Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
            }
            case DATE -> LocalDate.ofEpochDay(in.readSigned());
            case BYTES -> in.readBytes();
            case LIST -> readList(in);
            case MAP -> readMap(in);
            default -> throw new IllegalArgumentException("unknown kind of value: " + tag);
        };
    }

    private static BigDecimal readDecimal(ByteReader in) {
        int scale = Math.toIntExact(in.readSigned());
        return new BigDecimal(new BigInteger(in.readBytes()), scale);
    }

    private static List<@Nullable Object> readList(ByteReader in) {
        int size = in.readLength();
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(read(in));
        }
        return Collections.unmodifiableList(list);
    }

    private static Map<@Nullable Object, @Nullable Object> readMap(ByteReader in) {
        int size = in.readLength();
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object key = read(in);
            map.put(key, read(in));
        }
        return Collections.unmodifiableMap(map);
    }
}
