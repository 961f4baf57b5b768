package io.nilometer.core.decode;

/**
 * What says in a line which program wrote it: {@code app: }, {@code app[pid]: } and their kin. {@link #find} keeps where it
 * found them until the next call.
 */
final class SyslogTag {

    private static final int LONGEST_PID = 64;
    private static final int MOST_WORDS = 4;

    int nameStart;
    int nameEnd;

    /** From {@link #pidStart} to here; nothing when they are the same. */
    int pidStart;

    int pidEnd;
    int messageStart;

    /**
     * @param behindHost whether a host stands before it, so that names with blanks, and a message that follows a colon at once,
     *     are no guess
     */
    boolean find(byte[] b, int from, int end, boolean behindHost) {
        nameStart = from;
        return from < end && any(b, from, end, behindHost);
    }

    private boolean any(byte[] b, int from, int end, boolean behindHost) {
        return device(b, from, end) || word(b, from, end, behindHost) || (behindHost && words(b, from, end));
    }

    private boolean device(byte[] b, int from, int end) {
        int stop = SyslogWords.deviceMessage(b, from, end);
        int colon = stop < 0 ? end : SyslogWords.skipBlanks(b, stop, end);
        return colon < end && b[colon] == ':' && found(b, stop, stop, stop, colon + 1, end);
    }

    private boolean word(byte[] b, int from, int end, boolean behindHost) {
        int p = nameEnd(b, from, end);
        if (p == from || p == end) {
            return false;
        }
        if (b[p] == '[') {
            return withPid(b, p, end);
        }
        if (b[p] == '\t') {
            return behindHost && found(b, p, p, p, p + 1, end);
        }
        if (b[p] != ':' || !hasLetter(b, from, p)) {
            return false;
        }
        byte next = p + 1 == end ? (byte) ' ' : b[p + 1];
        boolean apart = next == ' ' || next == '\t';
        // Not the beginning of an address or a path: https://, C:\, fe80::.
        boolean attached = behindHost && next != '/' && next != '\\' && next != ':';
        return (apart || attached) && found(b, p, p, p, p + 1, end);
    }

    /** {@code app[pid]:}, {@code app[pid] } and {@code app[pid] (part[pid]): }. */
    private boolean withPid(byte[] b, int bracket, int end) {
        int close = Bytes.indexOf(b, bracket, Math.min(end, bracket + LONGEST_PID), ']');
        if (close < 0 || SyslogWords.end(b, bracket, close) < close) {
            return false;
        }
        int behind = close + 1;
        if (behind < end && b[behind] == ':') {
            return found(b, bracket, bracket + 1, close, behind + 1, end);
        }
        boolean number = close > bracket + 1 && SyslogWords.areDigits(b, bracket + 1, close);
        return number && (behind == end || b[behind] == ' ') && found(b, bracket, bracket + 1, close, behind, end);
    }

    /** {@code Microsoft Word[12]: }, {@code syslogd 1.4.1: } and {@code WinFileService Event: }. */
    private boolean words(byte[] b, int from, int end) {
        int p = nameEnd(b, from, end);
        boolean capital = SyslogWords.isCapital(b[from]);
        for (int words = 1; words < MOST_WORDS && p > from && p + 1 < end && b[p] == ' '; words++) {
            int start = p + 1;
            p = nameEnd(b, start, end);
            if (p == start || p == end) {
                return false;
            }
            if (b[p] == '[') {
                return capital && withNumber(b, p, end);
            }
            if (b[p] == ':') {
                boolean version = SyslogWords.isDigit(b[start]) && Bytes.indexOf(b, start, p, '.') > 0;
                boolean title =
                        capital && SyslogWords.isCapital(b[start]) && SyslogWords.isPlainlyHost(b, from, start - 1);
                boolean apart = p + 1 == end || b[p + 1] == ' ';
                return words == 1 && apart && (version || title) && found(b, p, p, p, p + 1, end);
            }
        }
        return false;
    }

    private boolean withNumber(byte[] b, int bracket, int end) {
        int close = Bytes.indexOf(b, bracket, Math.min(end, bracket + LONGEST_PID), ']');
        return close > bracket + 1
                && SyslogWords.areDigits(b, bracket + 1, close)
                && close + 1 < end
                && b[close + 1] == ':'
                && found(b, bracket, bracket + 1, close, close + 2, end);
    }

    private boolean found(byte[] b, int name, int pidFrom, int pidTo, int message, int end) {
        nameEnd = name;
        pidStart = pidFrom;
        pidEnd = pidTo;
        messageStart = message < end && b[message] == ' ' ? message + 1 : message;
        return true;
    }

    private static int nameEnd(byte[] b, int from, int end) {
        int p = from;
        while (p < end && isInName(b[p], p == from)) {
            p++;
        }
        return p;
    }

    private static boolean isInName(byte c, boolean first) {
        if (SyslogWords.isLetter(c) || SyslogWords.isDigit(c)) {
            return true;
        }
        return switch (c) {
            case '_', '/', '(', '%', '.', '-' -> true;
            case ')', '\\', '@', '+', '$', '#', '&', '*', '~', '!' -> !first;
            default -> false;
        };
    }

    private static boolean hasLetter(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (SyslogWords.isLetter(b[i])) {
                return true;
            }
        }
        return false;
    }
}
