package io.nilometer.core.program;

import io.nilometer.api.FieldType;

/** The members of the struct {@code meta} that every row has. */
public enum MetaField {
    TOPIC(FieldType.Simple.STRING),
    PARTITION(FieldType.Simple.INT),
    OFFSET(FieldType.Simple.LONG),
    KEY(FieldType.Simple.STRING),
    HEADERS(new FieldType.Mapping(FieldType.Simple.STRING, FieldType.Simple.STRING)),
    FILE(FieldType.Simple.STRING),
    FORMAT(FieldType.Simple.STRING),
    TIMESTAMP(FieldType.Simple.TIMESTAMP),
    ARRIVED(FieldType.Simple.TIMESTAMP);

    private final FieldType type;

    MetaField(FieldType type) {
        this.type = type;
    }

    public FieldType type() {
        return type;
    }

    /** As written in expressions: {@code meta.topic}. */
    public String column() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
