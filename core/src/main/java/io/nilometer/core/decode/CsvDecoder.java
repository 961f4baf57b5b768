package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of separated values. Cells are not trimmed; a quote inside a cell that does not begin with one is text. */
final class CsvDecoder implements Decoder {

    /**
     * Characters as bytes, or {@link #NONE}.
     *
     * @param escape the quote itself when quotes are doubled
     * @param nullText a cell of this text without quotes is null
     * @param header whether lines of the columns' names are headers
     */
    record Dialect(int delimiter, int quote, int escape, byte[] nullText, boolean header) {
        static final int NONE = -1000;
    }

    private final Dialect dialect;
    private final TextField[] columns;
    private final byte[][] names;
    private boolean sameAsNames;

    CsvDecoder(Dialect dialect, List<String> columns, TextFields fields) {
        this.dialect = dialect;
        this.columns = columns.stream().map(fields::named).toArray(TextField[]::new);
        names = columns.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    @Override
    public @Nullable String decode(byte[] b, int offset, int length, FieldWriter out) {
        int end = Records.withoutCarriageReturn(b, offset, offset + length);
        int p = Records.withoutByteOrderMark(b, offset, end);
        if (p == end) {
            return "empty";
        }
        sameAsNames = dialect.header;
        int column = 0;
        while (true) {
            if (column == columns.length) {
                return "wrong_columns";
            }
            p = p < end && b[p] == dialect.quote
                    ? quotedCell(column, b, p + 1, end, out)
                    : plainCell(column, b, p, end, out);
            column++;
            if (p < 0) {
                return "not_csv";
            }
            if (p == end) {
                break;
            }
            p++;
        }
        return column < columns.length ? "wrong_columns" : sameAsNames ? "header" : null;
    }

    /** Returns the index of the delimiter behind the cell, or the end. */
    private int plainCell(int column, byte[] b, int from, int end, FieldWriter out) {
        int p = from;
        while (p < end && b[p] != dialect.delimiter) {
            p++;
        }
        if (p - from == dialect.nullText.length && Bytes.startsWith(b, from, p, dialect.nullText)) {
            sameAsNames = false;
            columns[column].setNull(out);
        } else {
            cell(column, b, from, p, out);
        }
        return p;
    }

    /** As {@link #plainCell}; -1 when the quote has no end, or something follows it. */
    private int quotedCell(int column, byte[] b, int from, int end, FieldWriter out) {
        byte[] text = b;
        int size = 0;
        int p = from;
        while (p < end) {
            boolean escape =
                    b[p] == dialect.escape && p + 1 < end && (b[p + 1] == dialect.quote || b[p + 1] == dialect.escape);
            if (!escape && b[p] == dialect.quote) {
                break;
            }
            if (escape && text == b) {
                text = new byte[end - from];
                size = p - from;
                System.arraycopy(b, from, text, 0, size);
            }
            p += escape ? 1 : 0;
            if (text != b) {
                text[size++] = b[p];
            }
            p++;
        }
        if (p >= end || (p + 1 < end && b[p + 1] != dialect.delimiter)) {
            return -1;
        }
        if (text == b) {
            cell(column, b, from, p, out);
        } else {
            cell(column, text, 0, size, out);
        }
        return p + 1;
    }

    private void cell(int column, byte[] b, int from, int to, FieldWriter out) {
        sameAsNames = sameAsNames && to - from == names[column].length && Bytes.startsWith(b, from, to, names[column]);
        columns[column].text(out, b, from, to);
    }
}
