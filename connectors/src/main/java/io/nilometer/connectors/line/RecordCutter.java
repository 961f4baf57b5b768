package io.nilometer.connectors.line;

import java.io.IOException;

/** Cuts the bytes of one stream into records: {@link #fill}, {@link #split} until it returns true, and again; {@link #finish} at the end. */
public interface RecordCutter {

    /**
     * Reads once.
     *
     * @param most no more bytes than this
     * @return the number of bytes, or -1 at the end
     */
    int fill(LineSplitter.Bytes in, long most) throws IOException;

    /**
     * Hands out finished records.
     *
     * @return false when it stopped at {@code most} records and there may be more
     */
    boolean split(LineSplitter.Lines out, int most);

    /** Hands out what is unfinished. Call when there is nothing more to read or split. */
    void finish(LineSplitter.Lines out);
}
