package io.nilometer.core.row;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Key columns as bytes: equal keys have equal bytes, and the bytes give the key back. A leading bit set says which columns
 * are null. Zeros of both signs are one key, as are all NaNs.
 */
public final class KeyCodec {

    private final FieldType[] types;

    public KeyCodec(List<FieldType> types) {
        if (types.size() > 62) {
            throw new IllegalArgumentException("at most 62 key columns");
        }
        this.types = types.toArray(FieldType[]::new);
    }

    /** Appends the key that stands in these slots of a row. */
    public void encode(EventRow row, int[] slots, ByteWriter out) {
        long nulls = 0;
        for (int i = 0; i < types.length; i++) {
            nulls |= row.isNullAt(slots[i]) ? 1L << i : 0;
        }
        out.writeUnsigned(nulls);
        for (int i = 0; i < types.length; i++) {
            if ((nulls & 1L << i) == 0) {
                encodeColumn(types[i], row, slots[i], out);
            }
        }
    }

    /** The key's columns in catalyst's form; all null for the empty key, which stands for keys without room. */
    public @Nullable Object[] decode(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return new Object[types.length];
        }
        ByteReader in = new ByteReader(bytes, offset, length);
        long nulls = in.readUnsigned();
        @Nullable Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = (nulls & 1L << i) == 0 ? read(types[i], in) : null;
        }
        return values;
    }

    private static void encodeColumn(FieldType type, EventRow row, int slot, ByteWriter out) {
        switch (type.slot()) {
            case LONG -> out.writeSigned(row.longAt(slot));
            case DOUBLE -> out.writeDouble(normalized(row.doubleAt(slot)));
            case BYTES -> out.writeBytes(row.bufferAt(slot), row.offsetAt(slot), row.lengthAt(slot));
            case OBJECT -> write(type, CatalystValues.toJava(type, row.objectAt(slot)), out);
        }
    }

    /** Nested values, in plain Java form. */
    private static void write(FieldType type, @Nullable Object value, ByteWriter out) {
        if (value == null) {
            out.writeByte(0);
            return;
        }
        out.writeByte(1);
        if (type instanceof FieldType.Simple) {
            Object plain = CatalystValues.toCatalyst(type, value);
            switch (type.slot()) {
                case LONG ->
                    out.writeSigned(plain instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) plain).longValue());
                case DOUBLE -> out.writeDouble(normalized(((Number) plain).doubleValue()));
                default -> {
                    byte[] bytes = plain instanceof UTF8String text ? text.getBytes() : (byte[]) plain;
                    out.writeBytes(bytes, 0, bytes.length);
                }
            }
        } else if (type instanceof FieldType.Decimal decimal) {
            byte[] unscaled = ((BigDecimal) value)
                    .setScale(decimal.scale())
                    .unscaledValue()
                    .toByteArray();
            out.writeBytes(unscaled, 0, unscaled.length);
        } else if (type instanceof FieldType.Array array) {
            List<?> list = (List<?>) value;
            out.writeUnsigned(list.size());
            list.forEach(item -> write(array.element(), item, out));
        } else if (type instanceof FieldType.Struct struct) {
            struct.members().forEach(member -> write(member.type(), ((Map<?, ?>) value).get(member.name()), out));
        } else {
            throw new IllegalArgumentException("a map cannot be a key");
        }
    }

    private static @Nullable Object read(FieldType type, ByteReader in) {
        if (type.slot() == FieldType.Slot.OBJECT) {
            return CatalystValues.toCatalyst(type, readNested(type, in));
        }
        return readSimple((FieldType.Simple) type, in);
    }

    private static @Nullable Object readNested(FieldType type, ByteReader in) {
        if (!in.readBoolean()) {
            return null;
        }
        if (type instanceof FieldType.Simple simple) {
            return CatalystValues.toJava(type, readSimple(simple, in));
        }
        if (type instanceof FieldType.Decimal decimal) {
            return new BigDecimal(new BigInteger(in.readBytes()), decimal.scale());
        }
        if (type instanceof FieldType.Array array) {
            int size = in.readLength();
            java.util.ArrayList<@Nullable Object> list = new java.util.ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(readNested(array.element(), in));
            }
            return list;
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        ((FieldType.Struct) type).members().forEach(member -> map.put(member.name(), readNested(member.type(), in)));
        return map;
    }

    private static Object readSimple(FieldType.Simple type, ByteReader in) {
        return switch (type) {
            case BOOLEAN -> in.readSigned() != 0;
            case BYTE -> (byte) in.readSigned();
            case SHORT -> (short) in.readSigned();
            case INT, DATE -> (int) in.readSigned();
            case LONG, TIMESTAMP -> in.readSigned();
            case FLOAT -> (float) in.readDouble();
            case DOUBLE -> in.readDouble();
            case STRING -> UTF8String.fromBytes(in.readBytes());
            case BINARY -> in.readBytes();
        };
    }

    private static double normalized(double value) {
        return value == 0 ? 0.0 : Double.isNaN(value) ? Double.NaN : value;
    }
}
