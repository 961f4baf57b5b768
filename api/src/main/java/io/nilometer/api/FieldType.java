package io.nilometer.api;

import java.util.List;

/** The type of a field, as far as decoding and states need to know; the same set as Spark SQL's. */
public sealed interface FieldType {

    /** Types without parts. */
    enum Simple implements FieldType {
        BOOLEAN("boolean"),
        BYTE("tinyint"),
        SHORT("smallint"),
        INT("int"),
        LONG("bigint"),
        FLOAT("float"),
        DOUBLE("double"),
        STRING("string"),
        BINARY("binary"),
        DATE("date"),
        TIMESTAMP("timestamp");

        private final String sql;

        Simple(String sql) {
            this.sql = sql;
        }

        @Override
        public String sql() {
            return sql;
        }
    }

    record Decimal(int precision, int scale) implements FieldType {
        @Override
        public String sql() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    record Array(FieldType element) implements FieldType {
        @Override
        public String sql() {
            return "array<" + element.sql() + ">";
        }
    }

    record Mapping(FieldType key, FieldType value) implements FieldType {
        @Override
        public String sql() {
            return "map<" + key.sql() + "," + value.sql() + ">";
        }
    }

    record Struct(List<Member> members) implements FieldType {
        public Struct {
            members = List.copyOf(members);
        }

        @Override
        public String sql() {
            StringBuilder text = new StringBuilder("struct<");
            for (Member member : members) {
                text.append(text.length() > 7 ? "," : "")
                        .append(member.name())
                        .append(':')
                        .append(member.type().sql());
            }
            return text.append('>').toString();
        }
    }

    record Member(String name, FieldType type) {}

    /** As Spark SQL writes it. */
    String sql();

    /** How {@link FieldWriter} takes a value of this type. */
    default Slot slot() {
        if (this instanceof Simple simple) {
            return switch (simple) {
                case BOOLEAN, BYTE, SHORT, INT, LONG, DATE, TIMESTAMP -> Slot.LONG;
                case FLOAT, DOUBLE -> Slot.DOUBLE;
                case STRING, BINARY -> Slot.BYTES;
            };
        }
        return Slot.OBJECT;
    }

    /** The four ways in which a row keeps a value. */
    enum Slot {
        /** Integers, booleans as 0 and 1, dates as days and timestamps as microseconds since the epoch. */
        LONG,
        DOUBLE,
        /** UTF-8 text or binary, as a slice of some buffer. */
        BYTES,
        /** BigDecimal, List, Map (struct: Map in field order, by name), with parts as in {@link Row}. */
        OBJECT
    }
}
