package io.nilometer.core.decode;

import io.nilometer.api.LineFraming;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Separated values in lines: quoted cells may hold line ends (RFC 4180, section 2.6), headers and comments are no records. A
 * header is known by what it says: a first line of names with half of those we look for, or any line that has all of them;
 * later any line that has as many of them again.
 */
final class CsvLines implements LineFraming {

    /** Whether there is a header. */
    enum Headers {
        /** If the first line looks like one. */
        AUTO,
        /** The first line must be one. */
        TRUE,
        /** No line is. */
        FALSE
    }

    private static final int MAX_LINES = 10_000;

    private final CsvDialect dialect;
    private final Headers headers;
    private final byte[] comment;
    private final boolean quotedLineEnds;
    private final List<String> names;
    private final boolean[] firstBytes = new boolean[256];
    private final byte[] longestName;
    private boolean quoted;
    private boolean begun;
    private boolean laid;
    private long needed;

    /**
     * @param comment how lines begin that are comments; empty: none are
     * @param names of the columns that are looked for
     */
    CsvLines(CsvDialect dialect, Headers headers, byte[] comment, boolean quotedLineEnds, List<String> names) {
        this.dialect = dialect;
        this.headers = headers;
        this.comment = comment;
        this.quotedLineEnds = quotedLineEnds;
        this.names = List.copyOf(names);
        longestName = names.stream()
                .max(Comparator.comparingInt(String::length))
                .orElse("")
                .getBytes(StandardCharsets.UTF_8);
        // One name alone may well be a value: it takes more to tell.
        this.needed = headers == Headers.TRUE ? 1 : Math.max(2, names.size());
    }

    @Override
    public Role role(byte[] b, int offset, int length) {
        int end = offset + length;
        if (quoted) {
            CsvDialect.Quotes quotes = dialect.quotes(b, offset, end, true);
            quoted = quotes == CsvDialect.Quotes.OPEN;
            if (quotes != CsvDialect.Quotes.BROKEN) {
                return quoted ? Role.CONTINUES : Role.ENDS;
            }
        }
        int from = Records.withoutByteOrderMark(b, offset, end);
        if (comment.length > 0 && Bytes.startsWith(b, from, end, comment)) {
            return CsvHeader.isFields(b, from, end) ? layout(b, from, end) : Role.NONE;
        }
        if (CsvHeader.isFields(b, from, end)) {
            return layout(b, from, end);
        }
        if (CsvHeader.isDirective(b, from, end)) {
            return Role.NONE;
        }
        if (headers != Headers.FALSE && mayBeHeader(b, from, end)) {
            boolean well = dialect.quotes(b, from, end, false) == CsvDialect.Quotes.CLOSED;
            if (well && isHeader(CsvHeader.parse(dialect, b, from, end))) {
                return layout(b, from, end);
            }
        }
        if (!begun && isSeparatorHint(b, from, end)) {
            return Role.NONE;
        }
        begun |= from < end;
        quoted = quotedLineEnds
                && dialect.hasQuote(b, from, end)
                && dialect.quotes(b, from, end, false) == CsvDialect.Quotes.OPEN;
        return quoted ? Role.BEGINS : Role.WHOLE;
    }

    private boolean isHeader(CsvHeader header) {
        long known = header.count(names);
        if (known >= needed) {
            return true;
        }
        if (laid || !header.looksLikeNames()) {
            return false;
        }
        return headers == Headers.TRUE || !begun && known > 0 && known * 2 >= names.size();
    }

    /** What spreadsheets write before all else: {@code sep=;}. */
    private static boolean isSeparatorHint(byte[] b, int from, int end) {
        return end - from == 5 && b[from] == 's' && b[from + 1] == 'e' && b[from + 2] == 'p' && b[from + 3] == '=';
    }

    private Role layout(byte[] b, int from, int end) {
        // What comes again has at least as many of our names.
        needed = Math.max(1, CsvHeader.parse(dialect, b, from, end).count(names));
        Arrays.fill(firstBytes, false);
        Stream.concat(CsvHeader.parse(dialect, b, from, end).names().stream(), names.stream())
                .filter(name -> !name.isEmpty())
                .forEach(name -> firstBytes[name.getBytes(StandardCharsets.UTF_8)[0] & 0xFF] = true);
        begun = true;
        laid = true;
        return Role.LAYOUT;
    }

    /** Only lines that begin as a name does, or hold one, are looked at closely, once the first line has been seen. */
    private boolean mayBeHeader(byte[] b, int from, int end) {
        if (from == end) {
            return false;
        }
        if (!begun) {
            return true;
        }
        int first = b[from] == dialect.quote() && from + 1 < end ? b[from + 1] : b[from];
        if (laid) {
            return firstBytes[first & 0xFF];
        }
        return (first < '0' || first > '9') && holdsLongestName(b, from, end);
    }

    /** In any case, and with anything for {@code _}, as names are compared. */
    private boolean holdsLongestName(byte[] b, int from, int end) {
        for (int start = from; start <= end - longestName.length; start++) {
            int i = 0;
            while (i < longestName.length
                    && (longestName[i] == '_' || ((b[start + i] ^ longestName[i]) & ~0x20) == 0)) {
                i++;
            }
            if (i == longestName.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void givenUp(int lane) {
        quoted = false;
    }

    @Override
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public void resume(byte @Nullable [] layout) {
        begun = true;
        if (layout != null) {
            layout(layout, 0, layout.length);
        }
    }

    /** So a quote that is never closed does not hold back what comes after it for ever. */
    @Override
    public int maxLines() {
        return MAX_LINES;
    }

    /** A quote that is never closed must not take the lines after it. */
    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    public @Nullable String problem(byte[] layout) {
        return CsvHeader.parse(dialect, layout, 0, layout.length).problem(names);
    }
}
