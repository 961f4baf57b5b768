package io.nilometer.core.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How cells are written. Characters as bytes, or {@link #NONE}.
 *
 * @param escape the quote itself when quotes are doubled
 * @param nullText a cell of this text without quotes is null
 */
record CsvDialect(int delimiter, int quote, int escape, byte[] nullText) {

    static final int NONE = -1000;

    /** How the quotes of a line end. */
    enum Quotes {
        /** All that were opened are closed. */
        CLOSED,
        /** The last one goes on in the next line. */
        OPEN,
        /** One is closed in the middle of a cell. */
        BROKEN
    }

    /** @param beginsQuoted whether a quote of a line before it is open */
    Quotes quotes(byte[] b, int from, int to, boolean beginsQuoted) {
        boolean quoted = beginsQuoted;
        boolean cellStart = !beginsQuoted;
        for (int i = from; i < to; i++) {
            byte c = b[i];
            if (quoted) {
                if (c == escape && i + 1 < to && (b[i + 1] == quote || b[i + 1] == escape)) {
                    i++;
                } else if (c == quote) {
                    quoted = false;
                    if (i + 1 < to && b[i + 1] != delimiter && b[i + 1] != '\r') {
                        return Quotes.BROKEN;
                    }
                }
            } else if (c == delimiter) {
                cellStart = true;
            } else {
                quoted = cellStart && c == quote;
                cellStart = false;
            }
        }
        return quoted ? Quotes.OPEN : Quotes.CLOSED;
    }

    boolean hasQuote(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == quote) {
                return true;
            }
        }
        return false;
    }

    /** The cells of a line as texts; for headers, which are few. */
    List<String> cells(byte[] b, int from, int to) {
        List<String> cells = new ArrayList<>();
        ByteArrayOutputStream cell = new ByteArrayOutputStream();
        boolean quoted = false;
        boolean cellStart = true;
        for (int i = from; i < to; i++) {
            byte c = b[i];
            if (quoted) {
                if (c == escape && i + 1 < to && (b[i + 1] == quote || b[i + 1] == escape)) {
                    cell.write(b[++i]);
                } else if (c == quote) {
                    quoted = false;
                } else {
                    cell.write(c);
                }
            } else if (c == delimiter) {
                cells.add(cell.toString(StandardCharsets.UTF_8));
                cell.reset();
                cellStart = true;
            } else if (cellStart && c == quote) {
                quoted = true;
                cellStart = false;
            } else {
                cell.write(c);
                cellStart = false;
            }
        }
        cells.add(cell.toString(StandardCharsets.UTF_8));
        return cells;
    }
}
