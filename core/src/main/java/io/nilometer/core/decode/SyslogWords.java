package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the words of a system log's line may be, by their letters alone. */
final class SyslogWords {

    /** Words that stand where a host would, in logs of programs that begin with a time too. */
    private static final List<byte[]> LEVELS = java.util.stream.Stream.of(
                    "TRACE",
                    "DEBUG",
                    "INFO",
                    "NOTICE",
                    "WARN",
                    "WARNING",
                    "ERROR",
                    "SEVERE",
                    "CRITICAL",
                    "FATAL",
                    "PANIC")
            .map(level -> level.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private static final byte[] REPEATED = "last message repeated ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DASHES = "--- ".getBytes(StandardCharsets.US_ASCII);

    private SyslogWords() {}

    /** A name of letters, digits, dots, hyphens and underscores with a letter in it, or an IP address. */
    static boolean isHost(byte[] b, int from, int to) {
        if (from == to || !(isAddress(b, from, to) || isName(b, from, to))) {
            return false;
        }
        for (byte[] level : LEVELS) {
            if (level.length == to - from && Bytes.startsWith(b, from, to, level)) {
                return false;
            }
        }
        return true;
    }

    static boolean isAddress(byte[] b, int from, int to) {
        return isAddress4(b, from, to) || isAddress6(b, from, to);
    }

    /** Whether a host can hardly be a word of a sentence: it has a digit, a dot, a colon, or a capital behind a small letter. */
    static boolean isPlainlyHost(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            boolean inside = i > from && b[i - 1] >= 'a' && b[i - 1] <= 'z';
            if (isDigit(b[i]) || b[i] == '.' || b[i] == ':' || (inside && isCapital(b[i]))) {
                return true;
            }
        }
        return false;
    }

    /** {@code last message repeated 2 times} and {@code --- last message repeated 1 time ---}, which no program says. */
    static boolean isRepeated(byte[] b, int from, int end) {
        return Bytes.startsWith(b, from, end, REPEATED) || Bytes.startsWith(b, from, end, DASHES);
    }

    /** {@code %FACILITY-SEVERITY-MNEMONIC}, as network devices begin their messages; returns its end, or -1. */
    static int deviceMessage(byte[] b, int from, int end) {
        if (from >= end || b[from] != '%') {
            return -1;
        }
        boolean severity = false;
        int p = from + 1;
        while (p < end && (isCapital(b[p]) || isDigit(b[p]) || b[p] == '_' || b[p] == '-' || isSmall(b[p]))) {
            severity |= b[p] == '-' && p + 2 < end && b[p + 1] >= '0' && b[p + 1] <= '7' && b[p + 2] == '-';
            p++;
        }
        return severity ? p : -1;
    }

    /** The index of the blank or tab behind a word, or the end. */
    static int end(byte[] b, int from, int end) {
        int p = from;
        while (p < end && b[p] != ' ' && b[p] != '\t') {
            p++;
        }
        return p;
    }

    static int skipBlanks(byte[] b, int from, int end) {
        int p = from;
        while (p < end && b[p] == ' ') {
            p++;
        }
        return p;
    }

    static boolean areDigits(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(b[i])) {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    static boolean isCapital(byte c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Also what is not ASCII. */
    static boolean isLetter(byte c) {
        return isCapital(c) || isSmall(c) || c < 0;
    }

    private static boolean isSmall(byte c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isName(byte[] b, int from, int to) {
        boolean letter = false;
        for (int i = from; i < to; i++) {
            boolean inside = i > from && i < to - 1;
            letter |= isLetter(b[i]);
            if (!isLetter(b[i]) && !isDigit(b[i]) && b[i] != '_' && !(inside && (b[i] == '.' || b[i] == '-'))) {
                return false;
            }
        }
        return letter;
    }

    private static boolean isAddress4(byte[] b, int from, int to) {
        int dots = 0;
        int digits = 0;
        for (int i = from; i < to; i++) {
            if (b[i] == '.' && digits > 0) {
                dots++;
                digits = 0;
            } else if (!isDigit(b[i]) || ++digits > 3) {
                return false;
            }
        }
        return dots == 3 && digits > 0;
    }

    /** In brackets or not, with a zone or not. */
    private static boolean isAddress6(byte[] b, int from, int to) {
        boolean bracketed = to - from > 2 && b[from] == '[' && b[to - 1] == ']';
        int last = bracketed ? to - 1 : to;
        int colons = 0;
        boolean doubled = false;
        for (int i = bracketed ? from + 1 : from; i < last; i++) {
            byte c = b[i];
            if (c == '%' && colons > 1) {
                break;
            } else if (c == ':') {
                colons++;
                doubled |= i + 1 < last && b[i + 1] == ':';
            } else if (c != '.' && !isDigit(c) && !((c | 0x20) >= 'a' && (c | 0x20) <= 'f')) {
                return false;
            }
        }
        return colons <= 7 && (doubled || colons == 7);
    }
}
