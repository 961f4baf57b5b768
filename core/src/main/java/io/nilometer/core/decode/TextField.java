package io.nilometer.core.decode;

import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.FieldType.Slot;
import io.nilometer.api.FieldWriter;
import java.util.List;

/** What is wanted of one named field of a text format: nothing, or one or more slots. */
final class TextField {

    /** Reads times that are written in a format's own form: microseconds, or {@link Timestamps#INVALID}. */
    @FunctionalInterface
    interface TimeForm {
        long micros(byte[] b, int from, int to);
    }

    private final ValueWriter[] writers;

    TextField(List<ValueWriter> writers) {
        this.writers = writers.toArray(ValueWriter[]::new);
    }

    /** What is wanted of either. */
    TextField and(TextField other) {
        List<ValueWriter> both = new java.util.ArrayList<>(List.of(writers));
        both.addAll(List.of(other.writers));
        return new TextField(both);
    }

    boolean isWanted() {
        return writers.length > 0;
    }

    void text(FieldWriter out, byte[] b, int from, int to) {
        for (ValueWriter writer : writers) {
            text(writer, out, b, from, to);
        }
    }

    /** Like {@link #text}, but slots that are timestamps take the format's own form of a time. */
    void time(FieldWriter out, byte[] b, int from, int to, TimeForm form) {
        for (ValueWriter writer : writers) {
            if (writer.type() != Simple.TIMESTAMP) {
                text(writer, out, b, from, to);
                continue;
            }
            long micros = form.micros(b, from, to);
            if (micros == Timestamps.INVALID) {
                out.setBad(writer.slot());
            } else {
                out.setLong(writer.slot(), micros);
            }
        }
    }

    void setNull(FieldWriter out) {
        for (ValueWriter writer : writers) {
            out.setNull(writer.slot());
        }
    }

    /** The slots, for values that are not text. */
    List<ValueWriter> writers() {
        return List.of(writers);
    }

    /** Empty text is null where the type is not text; what is not UTF-8 becomes U+FFFD. */
    private static void text(ValueWriter writer, FieldWriter out, byte[] b, int from, int to) {
        if (from == to && writer.type().slot() != Slot.BYTES) {
            out.setNull(writer.slot());
        } else if (writer.type() == Simple.STRING && !Utf8.isValid(b, from, to)) {
            byte[] repaired = Utf8.repaired(b, from, to);
            writer.text(out, repaired, 0, repaired.length);
        } else {
            writer.text(out, b, from, to);
        }
    }
}
