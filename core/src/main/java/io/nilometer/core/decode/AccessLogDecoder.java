package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldWriter;
import io.nilometer.api.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The common and combined log formats: {@code ip identity user [time] "request" status size "referrer" "user agent"}, perhaps
 * with {@code vhost} or {@code vhost:port} in front. What is missing at the end is null; what follows the user agent, or the size
 * in lines without quotes behind it, is not looked at.
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
    private final VirtualHostFields virtualHost;
    private final TextField.TimeForm timeForm;

    AccessLogDecoder(List<Field> wanted, Format.Settings settings) {
        TextFields fields = new TextFields(wanted, settings);
        ip = field(fields, "ip");
        identity = field(fields, "identity");
        user = field(fields, "user");
        time = field(fields, "time");
        request = new RequestFields(fields, LogEscape.BACKSLASH);
        status = field(fields, "status");
        size = field(fields, "size");
        referrer = field(fields, "referrer");
        userAgent = field(fields, "user_agent");
        virtualHost = new VirtualHostFields(field(fields, "vhost"), field(fields, "port"));
        timeForm = fields.timestamps()::accessLog;
    }

    private static AccessLogField field(TextFields fields, String name) {
        return new AccessLogField(fields.named(name), LogEscape.BACKSLASH);
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
        int userStart = afterIdentity + 1;
        int userEnd = open;
        if (open - afterIdentity > 2 && Bytes.indexOf(b, afterIdentity + 1, open, ' ') >= 0) {
            switch (ClientColumns.of(b, start, open)) {
                case VIRTUAL_HOST -> {
                    virtualHost.text(out, b, start, afterIp);
                    start = afterIp + 1;
                    afterIp = afterIdentity;
                    afterIdentity = Bytes.indexOf(b, afterIp + 1, open, ' ');
                    userStart = afterIdentity + 1;
                }
                case USER_WITH_BLANKS -> {}
                case USER_BETWEEN_BLANKS -> {
                    userStart = ClientColumns.wordStart(b, userStart, open);
                    userEnd = ClientColumns.wordEnd(b, userStart, open);
                }
                case UNKNOWN -> {
                    return REASON;
                }
            }
        } else if (ClientColumns.areShifted(b, start, afterIp, afterIdentity)) {
            return REASON;
        }
        ip.text(out, b, start, afterIp);
        identity.text(out, b, afterIp + 1, afterIdentity);
        if (userStart <= userEnd) {
            user.text(out, b, userStart, userEnd);
        }
        time.time(out, b, open + 2, close, timeForm);
        request.text(out, b, close + 3, requestEnd);
        return rest(b, requestEnd + 2, end, out);
    }

    private @Nullable String rest(byte[] b, int from, int end, FieldWriter out) {
        int afterStatus = Quoted.statusEnd(b, from, end);
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
        } else if (afterSize + 1 < end && b[afterSize + 1] != '"' && Bytes.indexOf(b, afterSize, end, ' ', '"') >= 0) {
            return REASON; // a column before the referrer: what follows is not known
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
