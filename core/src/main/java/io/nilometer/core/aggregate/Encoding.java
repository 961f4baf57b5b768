package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of one type as bytes whose unsigned order is Spark's order of the values: text by its UTF-8 bytes, NaN largest,
 * nulls inside arrays and structs first. −0.0 comes just before 0.0, or is 0.0 where only distinct values count. Maps have
 * no order in Spark; here they have one that is good for nothing but telling them apart.
 */
final class Encoding {

    private static final int NULL = 1;
    private static final int VALUE = 2;

    private final FieldType type;
    private final boolean distinct;

    /** @param distinct whether values that Spark calls equal get equal bytes */
    Encoding(FieldType type, boolean distinct) {
        this.type = type;
        this.distinct = distinct;
    }

    FieldType type() {
        return type;
    }

    /** Writes a slot that is not null. Text and binary are the bytes themselves. */
    void write(EventRow row, int slot, ByteWriter out) {
        switch (type.slot()) {
            case LONG -> writeBigEndian(row.longAt(slot) ^ Long.MIN_VALUE, out);
            case DOUBLE -> writeBigEndian(sortable(row.doubleAt(slot)), out);
            case BYTES -> out.writeRaw(row.bufferAt(slot), row.offsetAt(slot), row.lengthAt(slot));
            case OBJECT -> {
                Object value = Objects.requireNonNull(row.objectAt(slot));
                if (type instanceof FieldType.Decimal decimal && decimal.precision() <= 18) {
                    writeBigEndian(CatalystValues.unscaledLong(value, decimal.scale()) ^ Long.MIN_VALUE, out);
                } else {
                    writePart(type, Objects.requireNonNull(CatalystValues.toJava(type, value)), out);
                }
            }
        }
    }

    /** The value in catalyst's form. */
    Object read(byte[] bytes) {
        if (type.slot() == FieldType.Slot.BYTES) {
            Object value = type == FieldType.Simple.BINARY ? bytes.clone() : new String(bytes, StandardCharsets.UTF_8);
            return Objects.requireNonNull(CatalystValues.toCatalyst(type, value));
        }
        return Objects.requireNonNull(CatalystValues.toCatalyst(type, readPart(type, new ByteReader(bytes))));
    }

    /** A numeric value. */
    double number(byte[] bytes) {
        return ((Number) readPart(type, new ByteReader(bytes))).doubleValue();
    }

    /** Bits whose unsigned order is that of {@link Double#compare}. */
    private long sortable(double value) {
        return sortableBits(distinct && value == 0 ? 0.0 : value);
    }

    static long sortableBits(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    }

    static double fromSortableBits(long bits) {
        return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
    }

    private void writePart(FieldType part, Object value, ByteWriter out) {
        if (part instanceof FieldType.Simple simple) {
            switch (simple) {
                case BOOLEAN -> writeBigEndian(((Boolean) value ? 1 : 0) ^ Long.MIN_VALUE, out);
                case BYTE, SHORT, INT, LONG -> writeBigEndian(((Number) value).longValue() ^ Long.MIN_VALUE, out);
                case DATE -> writeBigEndian(((LocalDate) value).toEpochDay() ^ Long.MIN_VALUE, out);
                case TIMESTAMP -> writeBigEndian(micros((Instant) value) ^ Long.MIN_VALUE, out);
                case FLOAT, DOUBLE -> writeBigEndian(sortable(((Number) value).doubleValue()), out);
                case STRING -> writeEscaped(((String) value).getBytes(StandardCharsets.UTF_8), out);
                case BINARY -> writeEscaped((byte[]) value, out);
            }
        } else if (part instanceof FieldType.Decimal decimal) {
            BigInteger unscaled = ((BigDecimal) value)
                    .setScale(decimal.scale(), RoundingMode.HALF_UP)
                    .unscaledValue();
            if (decimal.precision() > 18) {
                writeBigEndian(unscaled.shiftRight(64).longValue() ^ Long.MIN_VALUE, out);
                writeBigEndian(unscaled.longValue(), out);
            } else {
                writeBigEndian(unscaled.longValue() ^ Long.MIN_VALUE, out);
            }
        } else if (part instanceof FieldType.Array array) {
            for (Object element : (List<?>) value) {
                writeNullable(array.element(), element, out);
            }
            out.writeByte(0);
        } else if (part instanceof FieldType.Mapping mapping) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                writeNullable(mapping.key(), entry.getKey(), out);
                writeNullable(mapping.value(), entry.getValue(), out);
            }
            out.writeByte(0);
        } else {
            for (FieldType.Member member : ((FieldType.Struct) part).members()) {
                writeNullable(member.type(), ((Map<?, ?>) value).get(member.name()), out);
            }
        }
    }

    private void writeNullable(FieldType part, @Nullable Object value, ByteWriter out) {
        out.writeByte(value == null ? NULL : VALUE);
        if (value != null) {
            writePart(part, value, out);
        }
    }

    /** The value in plain Java, or in a form that {@link CatalystValues#toCatalyst} takes as well. */
    private static Object readPart(FieldType part, ByteReader in) {
        if (part instanceof FieldType.Simple simple) {
            return switch (simple) {
                case BOOLEAN, BYTE, SHORT, INT, LONG, DATE, TIMESTAMP -> readBigEndian(in) ^ Long.MIN_VALUE;
                case FLOAT, DOUBLE -> fromSortableBits(readBigEndian(in));
                case STRING -> new String(readEscaped(in), StandardCharsets.UTF_8);
                case BINARY -> readEscaped(in);
            };
        }
        if (part instanceof FieldType.Decimal decimal) {
            BigInteger unscaled = BigInteger.valueOf(readBigEndian(in) ^ Long.MIN_VALUE);
            if (decimal.precision() > 18) {
                long low = readBigEndian(in);
                unscaled = unscaled.shiftLeft(64)
                        .add(BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1)));
            }
            return new BigDecimal(unscaled, decimal.scale());
        }
        if (part instanceof FieldType.Array array) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int marker = in.readByte(); marker != 0; marker = in.readByte()) {
                elements.add(marker == NULL ? null : readPart(array.element(), in));
            }
            return elements;
        }
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        if (part instanceof FieldType.Mapping mapping) {
            for (int marker = in.readByte(); marker != 0; marker = in.readByte()) {
                Object key = marker == NULL ? null : readPart(mapping.key(), in);
                map.put(key, in.readByte() == NULL ? null : readPart(mapping.value(), in));
            }
        } else {
            for (FieldType.Member member : ((FieldType.Struct) part).members()) {
                map.put(member.name(), in.readByte() == NULL ? null : readPart(member.type(), in));
            }
        }
        return map;
    }

    /** Zero bytes become 00 FF and the end 00 01, so that a shorter text comes before its continuations. */
    private static void writeEscaped(byte[] text, ByteWriter out) {
        for (byte next : text) {
            out.writeByte(next);
            if (next == 0) {
                out.writeByte(0xFF);
            }
        }
        out.writeByte(0);
        out.writeByte(1);
    }

    private static byte[] readEscaped(ByteReader in) {
        ByteWriter text = new ByteWriter(32);
        while (true) {
            int next = in.readByte();
            if (next == 0 && in.readByte() == 1) {
                return text.toByteArray();
            }
            text.writeByte(next);
        }
    }

    /** Wraps around at the ends of the range of timestamps, where checked arithmetic fails on the way. */
    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1_000;
    }

    private static void writeBigEndian(long value, ByteWriter out) {
        out.writeLong(Long.reverseBytes(value));
    }

    private static long readBigEndian(ByteReader in) {
        return Long.reverseBytes(in.readLong());
    }

    /** Compares a slice of the array with a whole value. */
    static int compare(byte[] array, int offset, int length, byte[] value) {
        return Arrays.compareUnsigned(array, offset, offset + length, value, 0, value.length);
    }
}
