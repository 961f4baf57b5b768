package io.nilometer.core.row;

import io.nilometer.api.FieldType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Plain Java values, as {@link io.nilometer.api.Row} and {@link io.nilometer.api.FieldWriter} have them, to catalyst's and
 * back.
 */
public final class CatalystValues {

    private CatalystValues() {}

    /** Null stays null; a value that is catalyst's already stays as it is. */
    public static @Nullable Object toCatalyst(FieldType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof FieldType.Simple simple) {
            return switch (simple) {
                case BOOLEAN -> value instanceof Boolean ? value : ((Number) value).longValue() != 0;
                case BYTE -> ((Number) value).byteValue();
                case SHORT -> ((Number) value).shortValue();
                case INT -> ((Number) value).intValue();
                case DATE -> value instanceof LocalDate date ? (int) date.toEpochDay() : ((Number) value).intValue();
                case LONG -> ((Number) value).longValue();
                case TIMESTAMP -> value instanceof Instant instant ? micros(instant) : ((Number) value).longValue();
                case FLOAT -> ((Number) value).floatValue();
                case DOUBLE -> ((Number) value).doubleValue();
                case STRING -> value instanceof UTF8String ? value : UTF8String.fromString((String) value);
                case BINARY -> value;
            };
        }
        if (type instanceof FieldType.Decimal decimal) {
            return value instanceof BigDecimal number
                    ? Decimal.apply(number, decimal.precision(), decimal.scale())
                    : value;
        }
        if (type instanceof FieldType.Array array) {
            return value instanceof List<?> list ? arrayOf(array.element(), list) : value;
        }
        if (type instanceof FieldType.Mapping mapping) {
            return value instanceof Map<?, ?> map
                    ? new ArrayBasedMapData(
                            arrayOf(mapping.key(), new ArrayList<>(map.keySet())),
                            arrayOf(mapping.value(), new ArrayList<>(map.values())))
                    : value;
        }
        FieldType.Struct struct = (FieldType.Struct) type;
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Object[] members = new Object[struct.members().size()];
        for (int i = 0; i < members.length; i++) {
            FieldType.Member member = struct.members().get(i);
            members[i] = toCatalyst(member.type(), map.get(member.name()));
        }
        return new GenericInternalRow(members);
    }

    /** The inverse of {@link #toCatalyst}: a value as {@link io.nilometer.api.Row} promises it. */
    public static @Nullable Object toJava(FieldType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof FieldType.Simple simple) {
            return switch (simple) {
                case BOOLEAN -> value;
                case BYTE, SHORT, INT, LONG -> ((Number) value).longValue();
                case FLOAT -> Double.parseDouble(value.toString());
                case DOUBLE -> ((Number) value).doubleValue();
                case STRING -> value.toString();
                case BINARY -> value;
                case DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
                case TIMESTAMP -> instant(((Number) value).longValue());
            };
        }
        if (type instanceof FieldType.Decimal) {
            return ((Decimal) value).toJavaBigDecimal();
        }
        if (type instanceof FieldType.Array array) {
            return listOf(array.element(), (ArrayData) value);
        }
        if (type instanceof FieldType.Mapping mapping) {
            MapData data = (MapData) value;
            List<@Nullable Object> keys = listOf(mapping.key(), data.keyArray());
            List<@Nullable Object> values = listOf(mapping.value(), data.valueArray());
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i), values.get(i));
            }
            return map;
        }
        FieldType.Struct struct = (FieldType.Struct) type;
        InternalRow row = (InternalRow) value;
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < struct.members().size(); i++) {
            FieldType.Member member = struct.members().get(i);
            map.put(member.name(), toJava(member.type(), row.get(i, dataType(member.type()))));
        }
        return map;
    }

    /**
     * The unscaled value of catalyst's decimal of at most 18 digits, without allocation.
     *
     * @param scale of the decimal's type
     */
    public static long unscaledLong(Object decimal, int scale) {
        Decimal value = (Decimal) decimal;
        return value.scale() == scale
                ? value.toUnscaledLong()
                : value.toJavaBigDecimal()
                        .setScale(scale, RoundingMode.HALF_UP)
                        .unscaledValue()
                        .longValue();
    }

    public static DataType dataType(FieldType type) {
        if (type instanceof FieldType.Simple simple) {
            return switch (simple) {
                case BOOLEAN -> DataTypes.BooleanType;
                case BYTE -> DataTypes.ByteType;
                case SHORT -> DataTypes.ShortType;
                case INT -> DataTypes.IntegerType;
                case LONG -> DataTypes.LongType;
                case FLOAT -> DataTypes.FloatType;
                case DOUBLE -> DataTypes.DoubleType;
                case STRING -> DataTypes.StringType;
                case BINARY -> DataTypes.BinaryType;
                case DATE -> DataTypes.DateType;
                case TIMESTAMP -> DataTypes.TimestampType;
            };
        }
        if (type instanceof FieldType.Decimal decimal) {
            return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
        }
        if (type instanceof FieldType.Array array) {
            return DataTypes.createArrayType(dataType(array.element()));
        }
        if (type instanceof FieldType.Mapping mapping) {
            return DataTypes.createMapType(dataType(mapping.key()), dataType(mapping.value()));
        }
        List<StructField> fields = new ArrayList<>();
        for (FieldType.Member member : ((FieldType.Struct) type).members()) {
            fields.add(DataTypes.createStructField(member.name(), dataType(member.type()), true));
        }
        return DataTypes.createStructType(fields);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }

    public static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                TimeUnit.NANOSECONDS.toMicros(instant.getNano()));
    }

    /** Text from bytes that need not be valid UTF-8. */
    public static String text(byte[] buffer, int offset, int length) {
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }

    private static ArrayData arrayOf(FieldType element, List<?> values) {
        Object[] elements = new Object[values.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = toCatalyst(element, values.get(i));
        }
        return new GenericArrayData(elements);
    }

    private static List<@Nullable Object> listOf(FieldType element, ArrayData data) {
        DataType type = dataType(element);
        List<@Nullable Object> list = new ArrayList<>(data.numElements());
        for (int i = 0; i < data.numElements(); i++) {
            list.add(data.isNullAt(i) ? null : toJava(element, data.get(i, type)));
        }
        return list;
    }
}
