package io.nilometer.connectors.file.unpack;

import java.io.Closeable;
import java.io.IOException;

/**
 * Unpacks the members of one file, each told to begin where the one before has ended. After an exception there is nothing
 * more to read; what could be unpacked before it has been given out.
 */
interface MemberReader extends Closeable {

    /** Begins a member at the first of the packed bytes. */
    void begin() throws IOException;

    /**
     * Unpacks some bytes; the same ones at each call, whoever calls.
     *
     * @return how many, or -1 at the end of the member, which has then been consumed whole and nothing behind it
     * @throws java.io.EOFException where the packed bytes end too soon
     * @throws IOException where they are damaged
     */
    int read(byte[] into) throws IOException;

    @Override
    void close();
}
