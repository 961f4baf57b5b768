package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldWriter;
import io.nilometer.api.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The common and combined log formats: {@code ip identity user [time] "request" status size "referrer" "user agent"}. What is
 * missing at the end is null; what follows the user agent is not looked at.
 */
final class AccessLogDecoder implements Decoder {

    private static final String REASON = "not_access_log";

    private final AccessLogField ip;
    private final AccessLogField identity;
    private final AccessLogField user;
    private final AccessLogField time;
    private final RequestFields request;
    private final AccessLogField status;
    private final AccessLogField size;
    private final AccessLogField referrer;
    private final AccessLogField userAgent;
    private final Timestamps timestamps;

    AccessLogDecoder(List<Field> wanted, Format.Settings settings) {
        TextFields fields = new TextFields(wanted, settings);
        ip = new AccessLogField(fields.named("ip"));
        identity = new AccessLogField(fields.named("identity"));
        user = new AccessLogField(fields.named("user"));
        time = new AccessLogField(fields.named("time"));
        request = new RequestFields(fields);
        status = new AccessLogField(fields.named("status"));
        size = new AccessLogField(fields.named("size"));
        referrer = new AccessLogField(fields.named("referrer"));
        userAgent = new AccessLogField(fields.named("user_agent"));
        timestamps = fields.timestamps();
    }

    @Override
    public @Nullable String decode(byte[] b, int offset, int length, FieldWriter out) {
        int end = Records.withoutCarriageReturn(b, offset, offset + length);
        int start = Records.withoutByteOrderMark(b, offset, end);
        if (start == end) {
            return "empty";
        }
        int afterIp = Bytes.indexOf(b, start, end, ' ');
        int afterIdentity = afterIp < 0 ? -1 : Bytes.indexOf(b, afterIp + 1, end, ' ');
        if (afterIp == start || afterIdentity < 0) {
            return REASON;
        }
        int open = Bytes.indexOf(b, afterIdentity, end, ' ', '[');
        int close = open < 0 ? -1 : Bytes.indexOf(b, open, end, ']', ' ', '"');
        if (close < 0) {
            return REASON;
        }
        int requestEnd = Quoted.requestEnd(b, close + 3, end);
        if (requestEnd < 0) {
            return REASON;
        }
        ip.text(out, b, start, afterIp);
        identity.text(out, b, afterIp + 1, afterIdentity);
        if (open > afterIdentity) {
            user.text(out, b, afterIdentity + 1, open);
        }
        time.time(out, b, open + 2, close, timestamps);
        request.text(out, b, close + 3, requestEnd);
        return rest(b, requestEnd + 2, end, out);
    }

    private @Nullable String rest(byte[] b, int from, int end, FieldWriter out) {
        int afterStatus = Quoted.numberEnd(b, from, end);
        status.text(out, b, from, afterStatus);
        if (afterStatus >= end) {
            return null;
        }
        int afterSize = Quoted.numberEnd(b, afterStatus + 1, end);
        if (afterSize < 0) {
            return afterStatus + 1 == end ? null : REASON;
        }
        size.text(out, b, afterStatus + 1, afterSize);
        int p = quoted(referrer, b, afterSize, end, out);
        if (p < end) {
            quoted(userAgent, b, p, end, out);
        }
        return null;
    }

    /** A quoted field behind a space; returns the index behind it, or the end when there is none. */
    private static int quoted(AccessLogField field, byte[] b, int from, int end, FieldWriter out) {
        if (from + 2 > end || b[from] != ' ' || b[from + 1] != '"') {
            return end;
        }
        int close = Quoted.end(b, from + 2, end);
        field.text(out, b, from + 2, close);
        return close + 1;
    }
}
