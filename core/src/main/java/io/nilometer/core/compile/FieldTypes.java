package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** Spark's types as ours. */
final class FieldTypes {

    private FieldTypes() {}

    /** Empty for what a column can't have: intervals, timestamps without zone, variants, the type of a bare null. */
    static Optional<FieldType> of(DataType type) {
        if (type instanceof ArrayType array) {
            return of(array.elementType()).map(FieldType.Array::new);
        }
        if (type instanceof MapType map) {
            return of(map.keyType())
                    .flatMap(key -> of(map.valueType()).map(value -> new FieldType.Mapping(key, value)));
        }
        if (type instanceof StructType struct) {
            List<FieldType.Member> members = new ArrayList<>();
            for (StructField field : struct.fields()) {
                Optional<FieldType> member = of(field.dataType());
                if (member.isEmpty()) {
                    return Optional.empty();
                }
                members.add(new FieldType.Member(field.name(), member.get()));
            }
            return Optional.of(new FieldType.Struct(members));
        }
        if (type instanceof DecimalType decimal) {
            return Optional.of(new FieldType.Decimal(decimal.precision(), decimal.scale()));
        }
        return Optional.ofNullable(
                type instanceof BooleanType
                        ? FieldType.Simple.BOOLEAN
                        : type instanceof ByteType
                                ? FieldType.Simple.BYTE
                                : type instanceof ShortType
                                        ? FieldType.Simple.SHORT
                                        : type instanceof IntegerType
                                                ? FieldType.Simple.INT
                                                : type instanceof LongType
                                                        ? FieldType.Simple.LONG
                                                        : type instanceof FloatType
                                                                ? FieldType.Simple.FLOAT
                                                                : type instanceof DoubleType
                                                                        ? FieldType.Simple.DOUBLE
                                                                        : type instanceof StringType
                                                                                ? FieldType.Simple.STRING
                                                                                : type instanceof BinaryType
                                                                                        ? FieldType.Simple.BINARY
                                                                                        : type instanceof DateType
                                                                                                ? FieldType.Simple.DATE
                                                                                                : type
                                                                                                                instanceof
                                                                                                                TimestampType
                                                                                                        ? FieldType
                                                                                                                .Simple
                                                                                                                .TIMESTAMP
                                                                                                        : null);
    }
}
