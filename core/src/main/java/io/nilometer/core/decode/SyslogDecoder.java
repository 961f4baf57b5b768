package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code <PRI>1 TIME HOST APP PID MSGID DATA MESSAGE} (RFC 5424) or {@code [<PRI>]TIME HOST [APP[PID]: ]MESSAGE} (RFC 3164; the
 * priority is missing in files, and the time may be ISO 8601).
 */
final class SyslogDecoder implements Decoder {

    static final int NO_YEAR = 0;

    private static final String REASON = "not_syslog";

    private final TextField priority;
    private final TextField facility;
    private final TextField severity;
    private final TextField timestamp;
    private final TextField host;
    private final TextField app;
    private final TextField pid;
    private final TextField msgid;
    private final TextField message;
    private final StructuredData data;
    private final Timestamps timestamps;
    private final int year;

    SyslogDecoder(TextFields fields, int year) {
        priority = fields.named("priority");
        facility = fields.named("facility");
        severity = fields.named("severity");
        timestamp = fields.named("timestamp");
        host = fields.named("host");
        app = fields.named("app");
        pid = fields.named("pid");
        msgid = fields.named("msgid");
        message = fields.named("message");
        data = new StructuredData(fields.named("structured_data"));
        timestamps = fields.timestamps();
        this.year = year;
    }

    @Override
    public @Nullable String decode(byte[] b, int offset, int length, FieldWriter out) {
        int end = Records.withoutCarriageReturn(b, offset, offset + length);
        int start = Records.withoutByteOrderMark(b, offset, end);
        if (start == end) {
            return "empty";
        }
        int p = start;
        if (b[p] == '<') {
            int close = Bytes.indexOf(b, p + 1, Math.min(end, p + 5), '>');
            int value = close < 0 ? -1 : number(b, p + 1, close);
            if (value < 0 || value > 191) {
                return REASON;
            }
            put(priority, value, out);
            put(facility, value >> 3, out);
            put(severity, value & 7, out);
            p = close + 1;
            if (p + 1 < end && b[p] == '1' && b[p + 1] == ' ') {
                return modern(b, p + 2, end, out);
            }
        }
        return old(b, p, end, out);
    }

    private @Nullable String modern(byte[] b, int from, int end, FieldWriter out) {
        int p = from;
        for (TextField field : new TextField[] {timestamp, host, app, pid, msgid}) {
            int space = Bytes.indexOf(b, p, end, ' ');
            if (space <= p) {
                return REASON;
            }
            if (space - p > 1 || b[p] != '-') {
                field.text(out, b, p, space);
            }
            p = space + 1;
        }
        p = data.read(b, p, end, out);
        if (p < 0 || (p < end && b[p] != ' ')) {
            return REASON;
        }
        if (p + 1 < end) {
            message.text(out, b, Records.withoutByteOrderMark(b, p + 1, end), end);
        }
        return null;
    }

    private @Nullable String old(byte[] b, int from, int end, FieldWriter out) {
        int timeEnd = oldTime(b, from, end, out);
        int hostEnd = timeEnd < 0 ? -1 : Bytes.indexOf(b, timeEnd + 1, end, ' ');
        if (hostEnd <= timeEnd + 1) {
            return REASON;
        }
        host.text(out, b, timeEnd + 1, hostEnd);
        message.text(out, b, tag(b, hostEnd + 1, end, out), end);
        return null;
    }

    /** The index of the space behind the time, or -1 when there is no time. */
    private int oldTime(byte[] b, int from, int end, FieldWriter out) {
        if (from < end && b[from] >= '0' && b[from] <= '9') {
            int space = Bytes.indexOf(b, from, end, ' ');
            if (space < 0 || timestamps.iso(b, from, space) == Timestamps.INVALID) {
                return -1;
            }
            timestamp.text(out, b, from, space);
            return space;
        }
        int space = from + 15;
        if (space >= end || b[space] != ' ' || timestamps.syslog(b, from, space, 2000) == Timestamps.INVALID) {
            return -1; // 2000 has a 29 February
        }
        timestamp.time(
                out,
                b,
                from,
                space,
                (text, start, stop) ->
                        year == NO_YEAR ? Timestamps.INVALID : timestamps.syslog(text, start, stop, year));
        return space;
    }

    /** {@code app[pid]: } or {@code app: }; returns where the message begins. */
    private int tag(byte[] b, int from, int end, FieldWriter out) {
        int p = from;
        while (p < end && b[p] > ' ' && b[p] != '[' && b[p] != ':') {
            p++;
        }
        int appEnd = p;
        int pidEnd = p < end && b[p] == '[' ? Bytes.indexOf(b, p, end, ']') : p;
        int colon = pidEnd > p ? pidEnd + 1 : p;
        if (appEnd == from || pidEnd < 0 || colon >= end || b[colon] != ':') {
            return from;
        }
        app.text(out, b, from, appEnd);
        if (pidEnd > appEnd) {
            pid.text(out, b, appEnd + 1, pidEnd);
        }
        return colon + 1 < end && b[colon + 1] == ' ' ? colon + 2 : colon + 1;
    }

    private static void put(TextField field, int value, FieldWriter out) {
        if (field.isWanted()) {
            byte[] text = Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
            field.text(out, text, 0, text.length);
        }
    }

    private static int number(byte[] b, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (b[i] < '0' || b[i] > '9') {
                return -1;
            }
            value = value * 10 + b[i] - '0';
        }
        return to == from ? -1 : value;
    }
}
