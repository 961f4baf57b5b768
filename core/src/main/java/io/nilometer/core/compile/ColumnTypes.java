package io.nilometer.core.compile;

import org.apache.spark.sql.types.AnsiIntervalType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.TimestampNTZType;

/** Says why a column can't have a type, and what to write instead. */
final class ColumnTypes {

    private ColumnTypes() {}

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
