package io.nilometer.connectors.socket;

/** How the bytes of a connection become records. */
enum Framing {
    /** Frame by frame: with its length in front if it has the look of a system log that was sent so, else a line. */
    AUTO,
    LINES,
    /** {@code LENGTH BYTES}, again and again (RFC 6587, section 3.4.1). */
    OCTET_COUNTED;

    SocketSource.Reading reading(int maxRecordBytes) {
        return this == LINES
                ? (in, inbox) -> inbox.readFrom(in)
                : (in, inbox) -> inbox.readFrom(in, new FrameSplitter(maxRecordBytes, this == OCTET_COUNTED));
    }
}
