package io.nilometer.core.decode;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.FieldWriter;
import io.nilometer.api.Format;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of one type into one slot: the one place that says which text, number or flag fits which type. A value that
 * does not fit makes the slot bad.
 */
final class ValueWriter {

    /** What a decoder shares between its writers. */
    record Shared(NumberText number, Timestamps timestamps, CompositeReader composites) {
        static Shared of(NumberText number, Format.Settings settings) {
            return new Shared(number, new Timestamps(settings.zone()), new CompositeReader(settings));
        }
    }

    private enum Kind {
        TEXT,
        INTEGER,
        DOUBLE,
        FLOAT,
        BOOLEAN,
        TIMESTAMP,
        DATE,
        DECIMAL,
        COMPOSITE
    }

    private final int slot;
    private final FieldType type;
    private final @Nullable TimeUnit unit;
    private final Kind kind;
    private final long limit;
    private final NumberText number;
    private final Timestamps timestamps;
    private final CompositeReader composites;

    /** @param unit of numbers that are times; null: found by magnitude */
    ValueWriter(int slot, FieldType type, @Nullable TimeUnit unit, Shared shared) {
        this.slot = slot;
        this.type = type;
        this.unit = unit;
        this.number = shared.number;
        this.timestamps = shared.timestamps;
        this.composites = shared.composites;
        kind = kind(type);
        limit = limit(type);
        if (unit != null) {
            NumberText.microsPower(unit);
        }
    }

    int slot() {
        return slot;
    }

    FieldType type() {
        return type;
    }

    /** Text, which is well-formed UTF-8. Also the content of a JSON string. Only text and JSON keep the blanks around them. */
    void text(FieldWriter out, byte[] b, int from, int to) {
        switch (kind) {
            case TEXT -> out.setBytes(slot, b, from, to - from);
            case COMPOSITE -> composite(out, b, from, to);
            default -> {
                if (from < to && (isBlank(b[from]) || isBlank(b[to - 1]))) {
                    withoutBlanks(out, b, from, to);
                } else {
                    word(out, b, from, to);
                }
            }
        }
    }

    private void withoutBlanks(FieldWriter out, byte[] b, int from, int to) {
        int first = from;
        int last = to;
        while (first < last && isBlank(b[first])) {
            first++;
        }
        while (first < last && isBlank(b[last - 1])) {
            last--;
        }
        word(out, b, first, last);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private void word(FieldWriter out, byte[] b, int from, int to) {
        switch (kind) {
            case TIMESTAMP -> {
                long micros = timestamps.iso(b, from, to);
                if (micros == Timestamps.INVALID && number.scanText(b, from, to)) {
                    micros = number.toMicros(unit);
                }
                time(out, micros == Timestamps.INVALID ? timestamps.written(b, from, to) : micros);
            }
            case DATE -> time(out, timestamps.writtenDay(b, from, to));
            case BOOLEAN -> {
                if (isWord(b, from, to, "true")) {
                    out.setLong(slot, 1);
                } else if (isWord(b, from, to, "false")) {
                    out.setLong(slot, 0);
                } else {
                    out.setBad(slot);
                }
            }
            default -> {
                if (number.scanText(b, from, to)) {
                    number(out, b, from, to);
                } else {
                    out.setBad(slot);
                }
            }
        }
    }

    /** A number that the shared {@link NumberText} has just scanned. */
    void number(FieldWriter out, byte[] b, int from, int to) {
        switch (kind) {
            case TEXT -> out.setBytes(slot, b, from, to - from);
            case INTEGER -> {
                if (number.isWhole() && number.whole() <= limit && number.whole() >= -limit - 1) {
                    out.setLong(slot, number.whole());
                } else {
                    out.setBad(slot);
                }
            }
            case DOUBLE -> real(out, number.toDouble(b, from, to), Double.MAX_VALUE);
            case FLOAT -> real(out, (float) number.toDouble(b, from, to), Float.MAX_VALUE);
            case TIMESTAMP -> time(out, number.toMicros(unit));
            case DECIMAL -> {
                FieldType.Decimal decimal = (FieldType.Decimal) type;
                BigDecimal value = number.toDecimal(b, from, to, decimal.precision(), decimal.scale());
                if (value == null) {
                    out.setBad(slot);
                } else {
                    out.setObject(slot, value);
                }
            }
            case BOOLEAN, DATE, COMPOSITE -> out.setBad(slot);
        }
    }

    /** JSON's true or false, whose text lies between from and to. */
    void flag(FieldWriter out, boolean value, byte[] b, int from, int to) {
        switch (kind) {
            case TEXT -> out.setBytes(slot, b, from, to - from);
            case BOOLEAN -> out.setLong(slot, value ? 1 : 0);
            default -> out.setBad(slot);
        }
    }

    /** A JSON object or array, well-formed. */
    void json(FieldWriter out, byte[] b, int from, int to) {
        switch (kind) {
            case TEXT -> out.setBytes(slot, b, from, to - from);
            case COMPOSITE -> composite(out, b, from, to);
            default -> out.setBad(slot);
        }
    }

    private void composite(FieldWriter out, byte[] b, int from, int to) {
        Object value = composites.read(type, b, from, to);
        if (value == null) {
            out.setNull(slot);
        } else if (value == CompositeReader.MISFIT) {
            out.setBad(slot);
        } else {
            out.setObject(slot, value);
        }
    }

    private void time(FieldWriter out, long micros) {
        if (micros == Timestamps.INVALID) {
            out.setBad(slot);
        } else {
            out.setLong(slot, micros);
        }
    }

    private void real(FieldWriter out, double value, double max) {
        if (Math.abs(value) <= max) {
            out.setDouble(slot, value);
        } else {
            out.setBad(slot);
        }
    }

    /** In any case. */
    private static boolean isWord(byte[] b, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((b[from + i] | 0x20) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static long limit(FieldType type) {
        if (type == Simple.BYTE) {
            return Byte.MAX_VALUE;
        }
        if (type == Simple.SHORT) {
            return Short.MAX_VALUE;
        }
        return type == Simple.INT ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    private static Kind kind(FieldType type) {
        if (type instanceof Simple simple) {
            return switch (simple) {
                case STRING, BINARY -> Kind.TEXT;
                case BYTE, SHORT, INT, LONG -> Kind.INTEGER;
                case DOUBLE -> Kind.DOUBLE;
                case FLOAT -> Kind.FLOAT;
                case BOOLEAN -> Kind.BOOLEAN;
                case TIMESTAMP -> Kind.TIMESTAMP;
                case DATE -> Kind.DATE;
            };
        }
        return type instanceof FieldType.Decimal ? Kind.DECIMAL : Kind.COMPOSITE;
    }
}
