package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * {@code <PRI>1 TIME HOST APP PID MSGID DATA MESSAGE} (RFC 5424) or {@code [<PRI>]TIME [HOST] [APP[PID]: ]MESSAGE} (RFC 3164,
 * and what devices and log files make of it; docs/syslog.md has the rules).
 */
final class SyslogDecoder implements Decoder {

    private static final String REASON = "not_syslog";
    private static final int LONGEST_PREFIX = 96;
    private static final int MOST_PREFIXES = 4;

    private final TextField priority;
    private final TextField facility;
    private final TextField facilityName;
    private final TextField severity;
    private final TextField severityName;
    private final TextField timestamp;
    private final TextField host;
    private final TextField app;
    private final TextField pid;
    private final TextField msgid;
    private final TextField message;
    private final StructuredData data;
    private final SyslogYear years;
    private final SyslogTime time;
    private final TextField.TimeForm form;
    private final SyslogTag tag = new SyslogTag();
    private int hostStart;
    private int hostEnd;

    SyslogDecoder(TextFields fields, SyslogTime time, SyslogYear years) {
        priority = fields.named("priority");
        facility = fields.named("facility");
        facilityName = fields.named("facility_name");
        severity = fields.named("severity");
        severityName = fields.named("severity_name");
        timestamp = fields.named("timestamp");
        host = fields.named("host");
        app = fields.named("app");
        pid = fields.named("pid");
        msgid = fields.named("msgid");
        message = fields.named("message");
        data = new StructuredData(fields.named("structured_data"));
        this.years = years;
        this.time = time;
        form = (b, from, to) -> time.micros();
    }

    @Override
    public boolean wantsReference() {
        return timestamp.isWanted();
    }

    @Override
    public void reference(long clockMicros, long referenceMicros) {
        years.reference(clockMicros, referenceMicros);
    }

    @Override
    public @Nullable String decode(byte[] b, int offset, int length, FieldWriter out) {
        int end = withoutTrailer(b, offset, offset + length);
        int start = Records.withoutByteOrderMark(b, offset, end);
        if (start == end) {
            return "empty";
        }
        if (b[start] != '<') {
            boolean modern = isModern(b, start, end) && time.isIso(b, start + 2, SyslogWords.end(b, start + 2, end));
            return modern ? modern(b, start + 2, end, out) : old(b, start, end, false, out);
        }
        int close = Bytes.indexOf(b, start + 1, Math.min(end, start + 5), '>');
        int value = close < 0 ? -1 : number(b, start + 1, close);
        if (value < 0 || value > SyslogNames.MOST) {
            return REASON;
        }
        put(priority, SyslogNames.number(value), out);
        put(facility, SyslogNames.number(value >> 3), out);
        put(facilityName, SyslogNames.facility(value >> 3), out);
        put(severity, SyslogNames.number(value & 7), out);
        put(severityName, SyslogNames.severity(value & 7), out);
        return isModern(b, close + 1, end) ? modern(b, close + 3, end, out) : old(b, close + 1, end, true, out);
    }

    /** What ends a record where it was sent, and was not taken off on the way. */
    private static int withoutTrailer(byte[] b, int from, int end) {
        int p = end;
        while (p > from && (b[p - 1] == '\r' || b[p - 1] == '\n' || b[p - 1] == 0)) {
            p--;
        }
        return p;
    }

    private static boolean isModern(byte[] b, int from, int end) {
        return from + 1 < end && b[from] == '1' && b[from + 1] == ' ';
    }

    private @Nullable String modern(byte[] b, int from, int end, FieldWriter out) {
        int p = Bytes.indexOf(b, from, end, ' ');
        if (p < 0) {
            return REASON;
        }
        if (time.isEpoch(b, from, p)) {
            timestamp.time(out, b, from, p, form);
            return event(b, p, end, true, true, out);
        }
        boolean none = p == from + 1 && b[from] == '-';
        if (!none && !time.isIso(b, from, p)) {
            return REASON;
        }
        if (!none) {
            timestamp.time(out, b, from, p, form);
        }
        p = header(host, b, p + 1, end, out);
        p = header(app, b, p, end, out);
        p = header(pid, b, p, end, out);
        p = header(msgid, b, p, end, out);
        if (p < 0) {
            return REASON;
        }
        int stop = isData(b, p, end) ? data.read(b, p, end, out) : p - 1;
        if (stop < 0 || (stop < end && b[stop] != ' ')) {
            return REASON;
        }
        message(b, stop + 1, end, out);
        return null;
    }

    /** Some leave the structured data out, also the hyphen in its place: then the message follows. */
    private static boolean isData(byte[] b, int p, int end) {
        return p >= end || b[p] == '[' || (b[p] == '-' && (p + 1 == end || b[p + 1] == ' '));
    }

    /** Returns where the next one begins; -1 when it is missing, or was missing before. */
    private static int header(TextField field, byte[] b, int from, int end, FieldWriter out) {
        int space = from < 0 ? -1 : Bytes.indexOf(b, from, end, ' ');
        if (space <= from) {
            return -1;
        }
        if (space - from > 1 || b[from] != '-') {
            field.text(out, b, from, space);
        }
        return space + 1;
    }

    private @Nullable String old(byte[] b, int from, int end, boolean prioritized, FieldWriter out) {
        int start = prioritized ? SyslogWords.skipBlanks(b, from, end) : from;
        hostStart = start;
        hostEnd = start;
        int at = timeStart(b, start, end);
        if (at < 0) {
            return prioritized ? untimed(b, start, end, out) : REASON;
        }
        int behind = time.read(b, at, end);
        timestamp.time(out, b, at, behind, form);
        if (hostEnd > hostStart) {
            host.text(out, b, hostStart, hostEnd);
        }
        if (behind < end && b[behind] == ':') {
            content(b, SyslogWords.skipBlanks(b, behind + 1, end), end, out);
            return null;
        }
        // Daemons that write files, with a T between date and clock if at all, never leave the host out.
        boolean file = !prioritized && (b[at + 4] != '-' || b[at + 10] != ' ');
        return event(b, behind, end, prioritized, !file, out);
    }

    /** Where a time begins: at once, or behind what network devices count and call themselves ({@code 57: sw1: *}); -1 for nowhere. */
    private int timeStart(byte[] b, int from, int end) {
        int p = unmarked(b, from, end);
        if (time.read(b, p, end) >= 0) {
            return p;
        }
        p = from;
        for (int prefix = 0; prefix < MOST_PREFIXES; prefix++) {
            int colon = Bytes.indexOf(b, p, Math.min(end, p + LONGEST_PREFIX), ':');
            boolean counts = colon >= 0 && SyslogWords.areDigits(b, p, colon);
            if (colon < 0 || (prefix == 0 && !counts) || (!counts && hostEnd > hostStart)) {
                break;
            }
            if (!counts) {
                hostStart = p;
                hostEnd = Math.min(colon, SyslogWords.end(b, p, end));
            }
            p = SyslogWords.skipBlanks(b, colon + 1, end);
            int marked = unmarked(b, p, end);
            if (time.read(b, marked, end) >= 0) {
                return marked;
            }
        }
        hostEnd = hostStart;
        return -1;
    }

    /** A star or dot says that a device's clock is not set, or not in step. */
    private static int unmarked(byte[] b, int from, int end) {
        return from < end && (b[from] == '*' || b[from] == '.') ? from + 1 : from;
    }

    /** A record that says no time says no host either. */
    private @Nullable String untimed(byte[] b, int from, int end, FieldWriter out) {
        int colon = Bytes.indexOf(b, from, Math.min(end, from + LONGEST_PREFIX), ':', ' ', '%');
        boolean device = colon >= 0 && SyslogWords.deviceMessage(b, colon + 2, end) > 0;
        content(b, device ? colon + 2 : from, end, out);
        return null;
    }

    /**
     * What stands behind the time.
     *
     * @param mayLackHost whether a first word without a tag behind it may be part of the message
     */
    private @Nullable String event(
            byte[] b, int from, int end, boolean prioritized, boolean mayLackHost, FieldWriter out) {
        int p = SyslogWords.skipBlanks(b, from, end);
        int behindHost = host(b, p, end, mayLackHost);
        if (behindHost >= 0) {
            if (hostEnd > hostStart) {
                host.text(out, b, hostStart, hostEnd);
            }
            return behindHost == end && !prioritized && hostEnd == hostStart
                    ? REASON
                    : tagged(b, behindHost, end, true, out);
        }
        if (SyslogWords.isRepeated(b, p, end)) {
            message(b, p, end, out);
            return null;
        }
        return prioritized || tag.find(b, p, end, false) ? tagged(b, p, end, false, out) : REASON;
    }

    /** Keeps which bytes are the host and returns the index of what follows; -1 when no host is written here. */
    private int host(byte[] b, int from, int end, boolean mayBeMessage) {
        hostStart = from;
        hostEnd = from;
        if (from == end || SyslogWords.isRepeated(b, from, end)) {
            return -1;
        }
        int quoted = quotedDevice(b, from, end);
        if (quoted > 0) {
            hostStart = from + 2;
            hostEnd = quoted - 2;
            return SyslogWords.skipBlanks(b, quoted, end);
        }
        int word = SyslogWords.end(b, from, end);
        int next = SyslogWords.skipBlanks(b, word, end);
        if (word == from + 1 && b[from] == '-') {
            return next;
        }
        boolean colon = b[word - 1] == ':';
        if (colon && isNameWithColon(b, from, word - 1, next, end)) {
            hostEnd = word - 1;
            return next;
        }
        if (tag.find(b, from, end, false) || !SyslogWords.isHost(b, from, word)) {
            return -1;
        }
        if (next + 1 < end && b[next] == ':' && b[next + 1] == ' ') {
            next = SyslogWords.skipBlanks(b, next + 1, end);
        }
        int device = quotedDevice(b, next, end);
        next = device < 0 ? next : SyslogWords.skipBlanks(b, device, end);
        boolean sure = !mayBeMessage
                || SyslogWords.isPlainlyHost(b, from, word)
                || tag.find(b, next, end, true)
                || SyslogWords.isRepeated(b, next, end);
        hostEnd = sure ? word : from;
        return sure ? next : -1;
    }

    /** {@code ("U7LT,44d9e7000001,v4.0.80")}, an access point's own name for itself; returns its end, or -1. */
    private static int quotedDevice(byte[] b, int from, int end) {
        if (from + 1 >= end || b[from] != '(' || b[from + 1] != '"') {
            return -1;
        }
        int close = Bytes.indexOf(b, from + 2, Math.min(end, from + LONGEST_PREFIX), '"', ')');
        return close < 0 ? -1 : close + 2;
    }

    /** What would be a tag, but for what it is or what follows. */
    private static boolean isNameWithColon(byte[] b, int from, int to, int next, int end) {
        return SyslogWords.isAddress(b, from, to)
                || isDeviceTriple(b, from, to)
                || SyslogWords.deviceMessage(b, next, end) > 0;
    }

    /** As {@link #quotedDevice}, without quotes. */
    private static boolean isDeviceTriple(byte[] b, int from, int to) {
        int first = Bytes.indexOf(b, from, to, ',');
        return first > from && Bytes.indexOf(b, first + 1, to, ',') > 0 && SyslogWords.isLetter(b[from]);
    }

    private void content(byte[] b, int from, int end, FieldWriter out) {
        tagged(b, from, end, false, out);
    }

    private @Nullable String tagged(byte[] b, int from, int end, boolean behindHost, FieldWriter out) {
        if (!tag.find(b, from, end, behindHost)) {
            message(b, from, end, out);
            return null;
        }
        app.text(out, b, tag.nameStart, tag.nameEnd);
        if (tag.pidEnd > tag.pidStart) {
            pid.text(out, b, tag.pidStart, tag.pidEnd);
        }
        message(b, tag.messageStart, end, out);
        return null;
    }

    private void message(byte[] b, int from, int end, FieldWriter out) {
        int start = Math.min(from, end);
        int text = Records.withoutByteOrderMark(b, start, end);
        if (text < end) {
            message.text(out, b, text, end);
        }
    }

    private static void put(TextField field, byte[] text, FieldWriter out) {
        field.text(out, text, 0, text.length);
    }

    private static int number(byte[] b, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!SyslogWords.isDigit(b[i])) {
                return -1;
            }
            value = value * 10 + b[i] - '0';
        }
        return to == from ? -1 : value;
    }
}
