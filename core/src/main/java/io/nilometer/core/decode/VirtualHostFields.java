package io.nilometer.core.decode;

import io.nilometer.api.FieldWriter;

/** The virtual host in front of a line, {@code name} or {@code name:port}. */
final class VirtualHostFields {

    private final AccessLogField vhost;
    private final AccessLogField port;

    VirtualHostFields(AccessLogField vhost, AccessLogField port) {
        this.vhost = vhost;
        this.port = port;
    }

    void text(FieldWriter out, byte[] b, int from, int to) {
        int colon = portColon(b, from, to);
        vhost.text(out, b, from, colon < 0 ? to : colon);
        if (colon >= 0) {
            port.text(out, b, colon + 1, to);
        }
    }

    /** The colon before a port; -1 when there is none. An IPv6 address without brackets has no port. */
    static int portColon(byte[] b, int from, int to) {
        int p = to;
        while (p > from && b[p - 1] >= '0' && b[p - 1] <= '9') {
            p--;
        }
        int colon = p - 1;
        boolean has = p < to && to - p <= 5 && colon > from && b[colon] == ':';
        int other = has ? Bytes.indexOf(b, from, colon, ':') : -1;
        return has && (other < 0 || (b[from] == '[' && b[colon - 1] == ']')) ? colon : -1;
    }
}
