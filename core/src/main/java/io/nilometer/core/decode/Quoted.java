package io.nilometer.core.decode;

/**
 * Where quoted fields of access logs end. Servers escape quotes, but not all of them did always: a quote inside a URL or a user
 * agent does not end it unless what must follow does follow.
 */
final class Quoted {

    private Quoted() {}

    /** The quote that ends a request: the status follows. -1 when there is none. */
    static int requestEnd(byte[] b, int from, int end) {
        boolean escape = false;
        int lenient = -1;
        for (int p = from; p < end; p++) {
            if (b[p] == '"' && p + 1 < end && b[p + 1] == ' ' && statusEnd(b, p + 2, end) > 0) {
                if (!escape) {
                    return p;
                }
                lenient = lenient < 0 ? p : lenient;
            }
            escape = b[p] == '\\' && !escape;
        }
        return lenient; // a request that ends in a backslash which the server did not escape
    }

    /** The quote that ends the field: a space or nothing follows. The end when there is none: the line was cut. */
    static int end(byte[] b, int from, int end) {
        boolean escape = false;
        for (int p = from; p < end; p++) {
            if (b[p] == '"' && !escape && (p + 1 == end || b[p + 1] == ' ')) {
                return p;
            }
            escape = b[p] == '\\' && !escape;
        }
        return end;
    }

    /** The index behind a status of three digits, or a dash, that a space or nothing follows; -1 when there is none. */
    static int statusEnd(byte[] b, int from, int end) {
        int p = numberEnd(b, from, end);
        return p - from == 3 || (p > 0 && b[from] == '-') ? p : -1;
    }

    /** The index behind a whole number or a dash that a space or nothing follows; -1 when there is none. */
    static int numberEnd(byte[] b, int from, int end) {
        int p = from;
        if (p < end && b[p] == '-') {
            p++;
        } else {
            while (p < end && p - from < 20 && b[p] >= '0' && b[p] <= '9') {
                p++;
            }
        }
        return p > from && (p == end || b[p] == ' ') ? p : -1;
    }
}
