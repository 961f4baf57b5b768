package io.nilometer.core.decode;

import io.nilometer.api.LineFraming;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Separated values in lines: quoted cells may hold line ends (RFC 4180, section 2.6), headers and comments are no records. A
 * header is known by what it says: the first line of names we look for, and later any line that has all of those again.
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

    private final CsvDialect dialect;
    private final Headers headers;
    private final byte[] comment;
    private final boolean quotedLineEnds;
    private final List<String> names;
    private final boolean[] firstBytes = new boolean[256];
    private boolean quoted;
    private boolean begun;
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
        // One name alone may well be a value: it takes more to tell.
        this.needed = headers == Headers.TRUE ? 1 : Math.max(2, names.size());
    }

    @Override
    public Role role(byte[] b, int offset, int length) {
        int end = offset + length;
        if (quoted) {
            quoted = dialect.endsQuoted(b, offset, end, true);
            return quoted ? Role.CONTINUES : Role.ENDS;
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
            CsvHeader header = CsvHeader.parse(dialect, b, from, end);
            boolean declared = headers == Headers.TRUE && !begun && header.looksLikeNames();
            if (header.count(names) >= needed || declared) {
                return layout(b, from, end);
            }
        }
        begun = true;
        quoted = quotedLineEnds && dialect.hasQuote(b, from, end) && dialect.endsQuoted(b, from, end, false);
        return quoted ? Role.BEGINS : Role.WHOLE;
    }

    private Role layout(byte[] b, int from, int end) {
        // What comes again has at least as many of our names.
        needed = Math.max(1, CsvHeader.parse(dialect, b, from, end).count(names));
        Arrays.fill(firstBytes, false);
        Stream.concat(CsvHeader.parse(dialect, b, from, end).names().stream(), names.stream())
                .filter(name -> !name.isEmpty())
                .forEach(name -> firstBytes[name.getBytes(StandardCharsets.UTF_8)[0] & 0xFF] = true);
        begun = true;
        return Role.LAYOUT;
    }

    /** Only lines that begin as a name does are looked at closely, once the first line has been seen. */
    private boolean mayBeHeader(byte[] b, int from, int end) {
        if (!begun) {
            return true;
        }
        if (from == end) {
            return false;
        }
        int first = b[from] == dialect.quote() && from + 1 < end ? b[from + 1] : b[from];
        return firstBytes[first & 0xFF];
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
