package io.nilometer.core.compile;

import java.util.List;

/** The names of Spark SQL's types, for who has mistyped one. */
final class TypeNames {

    private static final List<String> SIMPLE = List.of(
            "string",
            "int",
            "integer",
            "bigint",
            "long",
            "smallint",
            "tinyint",
            "double",
            "float",
            "boolean",
            "timestamp",
            "date",
            "binary",
            "decimal(18,2)");

    private TypeNames() {}

    /** @param unknown the name in what is written that is no type */
    static String remedy(String written, String unknown) {
        return NearestName.of(unknown, SIMPLE)
                .filter(name -> !unknown.isEmpty())
                .map(name -> "write `" + written.replace(unknown, name) + "`")
                .orElse("types are Spark SQL's: string, int, bigint, double, boolean, timestamp, date, decimal(18,2), "
                        + "array<…>, map<…,…>, struct<…>");
    }
}
