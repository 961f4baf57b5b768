package io.nilometer.connectors.socket;

import io.nilometer.connectors.line.LineSplitter.Bytes;
import io.nilometer.connectors.line.LineSplitter.Lines;
import io.nilometer.connectors.line.Newline;
import io.nilometer.connectors.line.RecordCutter;
import java.io.IOException;

/**
 * Cuts bytes into frames as RFC 6587 describes them, without copying: {@code LENGTH BYTES}, or what ends with a line feed (if it
 * begins with {@code <}, also with a NUL). Senders may mix them.
 *
 * <p>A length is believed up to {@code maxRecordBytes}. Where no believable one stands after frames that had one, the sender
 * counts wrongly: what comes is a record of its own up to a line feed, a NUL, or the next length with a {@code <PRI>} behind
 * it. So a wrong length costs its neighbours, but no more bytes than a record may have. When no such end comes, the connection is
 * given up: the next one begins with a length.
 *
 * <p>Bytes that were handed out are never written again. Of a record that is too long {@code maxRecordBytes + 1} bytes are kept.
 */
final class FrameSplitter implements RecordCutter {

    private static final int CHUNK = 1 << 17;
    private static final int MOST_DIGITS = 9;
    private static final long PATIENCE = 16; // records of the largest size
    private static final int NO_HEAD = -1;
    private static final int UNDECIDED = -2;

    private final int most;
    private final boolean anyContent;
    private byte[] buffer = {};
    private int start;
    private int scanned;
    private int end;
    private long position;
    private long dropped;
    private boolean counted;
    private boolean trailers;
    private boolean lost;
    private boolean finished;
    private int body;

    /** @param anyContent whether a length counts without a {@code <PRI>} behind it */
    FrameSplitter(int maxRecordBytes, boolean anyContent) {
        this.most = Math.min(maxRecordBytes, Integer.MAX_VALUE / 2);
        this.anyContent = anyContent;
        this.counted = anyContent;
    }

    @Override
    public int fill(Bytes in, long limit) throws IOException {
        if (lost) {
            throw new IOException("no length of a record where one should be");
        }
        dropWhatIsTooLong();
        if (buffer.length - end < CHUNK / 16) {
            byte[] next = new byte[end - start + CHUNK];
            System.arraycopy(buffer, start, next, 0, end - start);
            buffer = next;
            scanned -= start;
            end -= start;
            start = 0;
        }
        int read = in.read(buffer, end, (int) Math.min(limit, Math.min(CHUNK, buffer.length - end)));
        end += Math.max(0, read);
        return read;
    }

    /** What was looked through without an end. A frame that has a length is never looked through. */
    private void dropWhatIsTooLong() {
        int more = scanned - start - most - 1;
        if (more > 0) {
            System.arraycopy(buffer, scanned, buffer, scanned - more, end - scanned);
            dropped += more;
            scanned -= more;
            end -= more;
        }
    }

    @Override
    public boolean split(Lines out, int records) {
        for (int i = 0; i < records; i++) {
            skipTrailers();
            int length = scanned > start ? NO_HEAD : head(start, !anyContent);
            boolean done = length >= 0 ? frame(length, out) : length == NO_HEAD && line(out);
            if (!done) {
                return true;
            }
        }
        return false;
    }

    /** A NUL or line feed that was sent behind a frame that had ended without it. */
    private void skipTrailers() {
        while (trailers && start < end) {
            byte c = buffer[start];
            trailers = c == '\n' || c == '\r' || c == 0;
            if (trailers) {
                position++;
                start++;
            }
        }
        scanned = Math.max(scanned, start);
    }

    /** The length that stands at an index, its frame beginning at {@link #body}; {@link #NO_HEAD}, or {@link #UNDECIDED} when bytes are missing. */
    private int head(int at, boolean withPriority) {
        int p = at;
        int length = 0;
        while (p < end && p - at <= MOST_DIGITS && isDigit(buffer[p])) {
            length = length * 10 + buffer[p++] - '0';
        }
        if (p == end && p - at <= MOST_DIGITS) {
            return UNDECIDED;
        }
        if (p == at || p - at > MOST_DIGITS || buffer[at] == '0' || buffer[p] != ' ' || length > most) {
            return NO_HEAD;
        }
        body = p + 1;
        return withPriority ? withPriority(length) : length;
    }

    /** Behind the length {@code <}, one to three digits, {@code >}. */
    private int withPriority(int length) {
        for (int p = body; p < end; p++) {
            int digits = p - body - 1;
            if (digits > 0 && buffer[p] == '>') {
                return length;
            }
            if (digits < 0 ? buffer[p] != '<' : digits > 2 || !isDigit(buffer[p])) {
                return NO_HEAD;
            }
        }
        return UNDECIDED;
    }

    private boolean frame(int length, Lines out) {
        if (end - body < length) {
            return false;
        }
        counted = true;
        trailers = true;
        hand(out, body, length, body + length);
        return true;
    }

    private boolean line(Lines out) {
        boolean message = counted || buffer[start] == '<';
        int stop = message ? messageEnd() : Newline.find(buffer, scanned, end);
        if (stop < 0) {
            scanned = message ? scanned : end;
            lost = counted && dropped > PATIENCE * most;
            if (lost) {
                hand(out, start, Math.min(end - start, most + 1), end);
            }
            return false;
        }
        trailers = buffer[stop] == 0;
        boolean ended = trailers || buffer[stop] == '\n';
        int length = stop - start;
        if (dropped == 0 && ended && length > 0 && buffer[stop - 1] == '\r') {
            length--;
        }
        hand(out, start, Math.min(length, most + 1), ended ? stop + 1 : stop);
        return true;
    }

    /** The index of what ends it, or -1; {@link #scanned} is then where to look on. */
    private int messageEnd() {
        for (int p = scanned; p < end; p++) {
            byte c = buffer[p];
            if (c == '\n' || c == 0) {
                return p;
            }
            if (counted && p > start && isDigit(c) && !isDigit(buffer[p - 1])) {
                int next = nextHead(p);
                if (next != NO_HEAD) {
                    scanned = p;
                    return Math.max(next, -1);
                }
            }
        }
        scanned = end;
        return -1;
    }

    /**
     * The index of the length that ends some digits, the digits before it being the end of the message: the one behind whose
     * bytes another frame begins. {@link #NO_HEAD}, or {@link #UNDECIDED} when bytes are missing.
     */
    private int nextHead(int digits) {
        for (int at = digits; at < end && isDigit(buffer[at]); at++) {
            int length = head(at, true);
            if (length == UNDECIDED) {
                return UNDECIDED;
            }
            if (length >= 0 && body + length >= end && !(finished && body + length > end)) {
                return finished ? at : UNDECIDED;
            }
            if (length >= 0 && body + length < end && beginsFrame(buffer[body + length])) {
                return at;
            }
        }
        return NO_HEAD;
    }

    private static boolean beginsFrame(byte c) {
        return isDigit(c) || c == '<' || c == '\n' || c == 0;
    }

    private void hand(Lines out, int from, int length, int next) {
        int at = start;
        long first = position;
        position += dropped + (next - at);
        dropped = 0;
        start = next;
        scanned = next;
        out.line(buffer, from, length, first, position);
    }

    @Override
    public void finish(Lines out) {
        finished = true;
        split(out, Integer.MAX_VALUE);
        if (end > start) {
            int from = scanned == start && head(start, !anyContent) >= 0 ? body : start;
            hand(out, from, Math.min(end - from, most + 1), end);
        }
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
