package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record of separated values. Cells are not trimmed; a quote inside a cell that does not begin with one is text. */
final class CsvDecoder implements Decoder {

    /**
     * What other numbers of cells than there are columns do.
     *
     * @param extra whether further cells are left out
     * @param missing whether missing cells are null
     */
    record Tolerance(boolean extra, boolean missing) {}

    private final CsvDialect dialect;
    private final Tolerance tolerance;
    private final TextFields fields;
    private final TextField @Nullable [] written;
    private final TextField nothing;
    private TextField @Nullable [] columns;

    /** @param names of the columns in order, for records without a header; null: they are rejected */
    CsvDecoder(CsvDialect dialect, Tolerance tolerance, @Nullable List<String> names, TextFields fields) {
        this.dialect = dialect;
        this.tolerance = tolerance;
        this.fields = fields;
        this.nothing = new TextField(List.of());
        this.written = names == null ? null : names.stream().map(fields::named).toArray(TextField[]::new);
        this.columns = written;
    }

    @Override
    public void layout(byte @Nullable [] layout) {
        if (layout == null) {
            columns = written;
            return;
        }
        CsvHeader header = CsvHeader.parse(dialect, layout, 0, layout.length);
        TextField[] found = new TextField[header.names().size()];
        Arrays.fill(found, nothing);
        for (String name : fields.names()) {
            int index = header.indexOf(name);
            if (index >= 0) {
                found[index] = found[index].and(fields.named(name));
            }
        }
        columns = found;
    }

    @Override
    public @Nullable String decode(byte[] b, int offset, int length, FieldWriter out) {
        TextField[] in = columns;
        int end = Records.withoutCarriageReturn(b, offset, offset + length);
        int p = Records.withoutByteOrderMark(b, offset, end);
        if (p == end) {
            return "empty";
        }
        if (in == null) {
            return "no_header";
        }
        int column = 0;
        while (true) {
            if (column >= in.length && !tolerance.extra) {
                return "wrong_columns";
            }
            TextField field = column < in.length ? in[column] : nothing;
            p = p < end && b[p] == dialect.quote()
                    ? quotedCell(field, b, p + 1, end, out)
                    : plainCell(field, b, p, end, out);
            column++;
            if (p < 0) {
                return "not_csv";
            }
            if (p == end) {
                break;
            }
            p++;
        }
        return column < in.length && !tolerance.missing ? "wrong_columns" : null;
    }

    /** Returns the index of the delimiter behind the cell, or the end. */
    private int plainCell(TextField field, byte[] b, int from, int end, FieldWriter out) {
        int p = from;
        while (p < end && b[p] != dialect.delimiter()) {
            p++;
        }
        byte[] nullText = dialect.nullText();
        if (p - from == nullText.length && Bytes.startsWith(b, from, p, nullText)) {
            field.setNull(out);
        } else {
            field.text(out, b, from, p);
        }
        return p;
    }

    /** As {@link #plainCell}; -1 when the quote has no end, or something follows it. */
    private int quotedCell(TextField field, byte[] b, int from, int end, FieldWriter out) {
        int quote = dialect.quote();
        int escape = dialect.escape();
        byte[] text = b;
        int size = 0;
        int p = from;
        while (p < end) {
            boolean escaped = b[p] == escape && p + 1 < end && (b[p + 1] == quote || b[p + 1] == escape);
            if (!escaped && b[p] == quote) {
                break;
            }
            if (escaped && text == b) {
                text = new byte[end - from];
                size = p - from;
                System.arraycopy(b, from, text, 0, size);
            }
            p += escaped ? 1 : 0;
            if (text != b) {
                text[size++] = b[p];
            }
            p++;
        }
        if (p >= end || (p + 1 < end && b[p + 1] != dialect.delimiter())) {
            return -1;
        }
        if (text == b) {
            field.text(out, b, from, p);
        } else {
            field.text(out, text, 0, size);
        }
        return p + 1;
    }
}
