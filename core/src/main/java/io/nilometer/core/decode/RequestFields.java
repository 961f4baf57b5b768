package io.nilometer.core.decode;

import io.nilometer.api.FieldWriter;

/** The request line of an access log and its parts: method, URL (with spaces, if the client sent some) and protocol. */
final class RequestFields {

    private final AccessLogField request;
    private final AccessLogField method;
    private final AccessLogField url;
    private final AccessLogField protocol;

    RequestFields(TextFields fields, LogEscape escape) {
        request = new AccessLogField(fields.named("request"), escape);
        method = new AccessLogField(fields.named("method"), escape);
        url = new AccessLogField(fields.named("url"), escape);
        protocol = new AccessLogField(fields.named("protocol"), escape);
    }

    /** A request that begins with no method (nothing was sent, or no HTTP) has no parts. */
    void text(FieldWriter out, byte[] b, int from, int to) {
        request.raw(out, b, from, to);
        int afterMethod = from;
        while (afterMethod < to && isMethod(b[afterMethod])) {
            afterMethod++;
        }
        if (afterMethod == from || afterMethod >= to || b[afterMethod] != ' ') {
            return;
        }
        method.text(out, b, from, afterMethod);
        int lastSpace = to - 1;
        while (b[lastSpace] != ' ') {
            lastSpace--;
        }
        boolean hasProtocol = lastSpace > afterMethod && startsWithHttp(b, lastSpace + 1, to);
        if (hasProtocol) {
            protocol.text(out, b, lastSpace + 1, to);
        }
        url.text(out, b, afterMethod + 1, hasProtocol ? lastSpace : to);
    }

    private static boolean isMethod(byte c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
    }

    private static boolean startsWithHttp(byte[] b, int from, int to) {
        return to - from > 5
                && b[from] == 'H'
                && b[from + 1] == 'T'
                && b[from + 2] == 'T'
                && b[from + 3] == 'P'
                && b[from + 4] == '/';
    }
}
