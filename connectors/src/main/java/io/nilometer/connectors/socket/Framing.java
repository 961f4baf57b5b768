package io.nilometer.connectors.socket;

import io.nilometer.api.Encodings;
import java.nio.charset.Charset;

/** How the bytes of a connection become records. */
enum Framing {
    /** Frame by frame: with its length in front if it has the look of a system log that was sent so, else a line. */
    AUTO,
    LINES,
    /** {@code LENGTH BYTES}, again and again (RFC 6587, section 3.4.1). */
    OCTET_COUNTED;

    /** Lengths in front are looked for in text of one byte a character only. */
    SocketSource.Reading reading(int maxRecordBytes, Charset encoding) {
        return this == LINES || Encodings.isWide(encoding)
                ? (in, inbox) -> inbox.readFrom(in)
                : (in, inbox) -> inbox.readFrom(in, new FrameSplitter(maxRecordBytes, this == OCTET_COUNTED));
    }
}
