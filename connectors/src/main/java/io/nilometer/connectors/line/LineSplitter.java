package io.nilometer.connectors.line;

import io.nilometer.api.Encodings;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Cuts bytes into lines without copying them. Lines end with {@code \n} or {@code \r\n}, which are not part of them (in UTF-16
 * the carriage return is). Of a
 * line that is too long the first {@code maxRecordBytes + 1} bytes are kept and the rest is skipped, so memory is bounded
 * by that and one chunk.
 *
 * <p>Bytes that were handed out are never written again: a new buffer is taken when the room behind them is used up.
 */
public final class LineSplitter implements RecordCutter {

    private static final int CHUNK = 1 << 20;
    private static final int LEAST = 1 << 10;

    /** Where bytes come from; as {@link java.io.InputStream#read(byte[], int, int)}. */
    @FunctionalInterface
    public interface Bytes {
        int read(byte[] into, int offset, int length) throws IOException;
    }

    /** Takes the lines. */
    @FunctionalInterface
    public interface Lines {
        /**
         * @param start where the line starts in the stream of bytes
         * @param next where the line after it starts
         */
        void line(byte[] buffer, int offset, int length, long start, long next);
    }

    private final int keep;
    private final int chunk;
    private final boolean wide;
    private byte[] buffer;
    private int start;
    private int scanned;
    private int end;
    private long lineStart;
    private long dropped;

    public LineSplitter(int maxRecordBytes, Charset encoding) {
        this(maxRecordBytes, encoding, CHUNK);
    }

    /** @param chunk how many bytes are read at once at most */
    public LineSplitter(int maxRecordBytes, Charset encoding, int chunk) {
        this.keep = Math.min(maxRecordBytes, Integer.MAX_VALUE / 2) + 1;
        this.wide = Encodings.isWide(encoding);
        this.chunk = chunk;
        this.buffer = new byte[0];
    }

    /** Forgets what is unfinished and starts at a position of another stream. */
    public void restart(long position) {
        start = end;
        scanned = end;
        lineStart = position;
        dropped = 0;
    }

    /** Keeps no more memory than what has not been handed out takes. */
    public void trim() {
        buffer = Arrays.copyOfRange(buffer, start, end);
        scanned -= start;
        end -= start;
        start = 0;
    }

    /** Where the line starts that is not finished yet. */
    public long lineStart() {
        return lineStart;
    }

    /** Where the next byte is read. */
    public long readPosition() {
        return lineStart + dropped + (end - start);
    }

    /** Whether bytes of an unfinished line are here. */
    public boolean hasPartialLine() {
        return end > start || dropped > 0;
    }

    /**
     * Reads once.
     *
     * @param most no more bytes than this
     * @return the number of bytes, or -1 at the end
     */
    @Override
    public int fill(Bytes in, long most) throws IOException {
        if (end - start > keep) {
            dropped += end - start - keep;
            end = start + keep;
            scanned = end;
        }
        // Of a small file, or a small bite of a large one, not more than that is kept alive.
        int room = (int) Math.min(chunk, Math.max(most, LEAST));
        if (buffer.length - end < Math.min(room, 1 + room / 16)) {
            byte[] next = new byte[end - start + room];
            System.arraycopy(buffer, start, next, 0, end - start);
            buffer = next;
            scanned -= start;
            end -= start;
            start = 0;
        }
        int read = in.read(buffer, end, (int) Math.min(most, Math.min(chunk, buffer.length - end)));
        end += Math.max(0, read);
        return read;
    }

    /**
     * Hands out finished lines.
     *
     * @return false when it stopped at {@code most} lines and there may be more
     */
    @Override
    public boolean split(Lines out, int most) {
        return split(out, most, Long.MAX_VALUE);
    }

    /**
     * As {@link #split(Lines, int)}, but only lines that start before a position.
     *
     * @return false when it stopped at {@code most} lines or at the position, and there may be more
     */
    public boolean split(Lines out, int most, long before) {
        for (int i = 0; i < most && lineStart < before; i++) {
            int newline = wide ? wideNewline() : Newline.find(buffer, scanned, end);
            if (newline < 0) {
                scanned = wide ? scanned : end;
                return true;
            }
            int behind = newline + (wide ? 2 : 1);
            long next = lineStart + dropped + (behind - start);
            hand(out, newline, next);
            start = behind;
            scanned = start;
        }
        return false;
    }

    /**
     * The next line feed of two bytes, in either byte order: read in the wrong one it is U+0A00, which is no character.
     * Units begin at even positions of the stream, as lines do.
     */
    private int wideNewline() {
        int i = scanned + (int) ((dropped + scanned - start) & 1);
        for (; i + 1 < end; i += 2) {
            if (buffer[i] + buffer[i + 1] == '\n' && (buffer[i] == 0 || buffer[i + 1] == 0)) {
                return i;
            }
        }
        scanned = i;
        return -1;
    }

    /** Hands out the last line when it has no line feed. Call when there is nothing more to read or split. */
    @Override
    public void finish(Lines out) {
        if (hasPartialLine()) {
            hand(out, end, readPosition());
            start = end;
            scanned = end;
        }
    }

    private void hand(Lines out, int lineEnd, long next) {
        int length = lineEnd - start;
        if (!wide && dropped == 0 && length > 0 && buffer[lineEnd - 1] == '\r') {
            length--;
        }
        long from = lineStart;
        lineStart = next;
        dropped = 0;
        out.line(buffer, start, Math.min(length, keep), from, next);
    }
}
