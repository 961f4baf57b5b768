package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import org.apache.spark.sql.types.AnsiIntervalType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.TimestampNTZType;

/** Says why a column can't have a type, and what to write instead. */
final class ColumnTypes {

    private ColumnTypes() {}

    /** Whether it is a map or has one inside: maps have no order, and so no equality. */
    static boolean holdsMap(FieldType type) {
        if (type instanceof FieldType.Array array) {
            return holdsMap(array.element());
        }
        if (type instanceof FieldType.Struct struct) {
            return struct.members().stream().anyMatch(member -> holdsMap(member.type()));
        }
        return type instanceof FieldType.Mapping;
    }

    static void refuseMapKey(Named key, Problems problems) {
        problems.error(
                "map-key",
                "`" + key.name() + "` has a map, which cannot be compared and so is no key",
                "take a value out of it, such as m['name'], or its text: to_json(m)",
                key.sql().place());
    }

    static void refuse(Named column, Problems problems) {
        DataType type = column.tree().dataType();
        if (type instanceof NullType && problems.hasErrors()) {
            return; // most likely it uses a column that could not be analyzed, which was told
        }
        String remedy = type instanceof NullType
                ? "say which type the null has: cast(null as string)"
                : type instanceof AnsiIntervalType || type instanceof CalendarIntervalType
                        ? "for the seconds between two timestamps write timestampdiff(second, start, end)"
                        : type instanceof TimestampNTZType ? "write cast(… as timestamp)" : "cast it to another type";
        problems.error(
                "unsupported-type",
                "`" + column.name() + "` is " + type.sql().toLowerCase(java.util.Locale.ROOT)
                        + ", which a column can't be",
                remedy,
                column.sql().place());
    }
}
