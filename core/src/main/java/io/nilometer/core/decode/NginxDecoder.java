package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a {@link NginxTemplate}. A variable ends where the text behind it comes first: nginx escapes quotes in variables,
 * so that a quoted one can't hold its own end.
 */
final class NginxDecoder implements Decoder {

    private static final String REASON = "not_access_log";

    private final byte[] prefix;
    private final NginxTemplate.Variable[] variables;
    private final AccessLogField[] fields;
    private final RequestFields request;
    private final Timestamps timestamps;

    NginxDecoder(NginxTemplate template, TextFields wanted) {
        prefix = template.prefix();
        variables = template.variables().toArray(NginxTemplate.Variable[]::new);
        fields = new AccessLogField[variables.length];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new AccessLogField(wanted.named(variables[i].field()));
        }
        request = new RequestFields(wanted);
        timestamps = wanted.timestamps();
    }

    @Override
    public @Nullable String decode(byte[] b, int offset, int length, FieldWriter out) {
        int end = Records.withoutCarriageReturn(b, offset, offset + length);
        int p = Records.withoutByteOrderMark(b, offset, end);
        if (p == end) {
            return "empty";
        }
        if (!Bytes.startsWith(b, p, end, prefix)) {
            return REASON;
        }
        p += prefix.length;
        for (int i = 0; i < variables.length; i++) {
            byte[] after = variables[i].after();
            int stop = i < variables.length - 1 ? Bytes.indexOf(b, p, end, after) : end - after.length;
            if (stop < p || !Bytes.startsWith(b, stop, end, after)) {
                return REASON;
            }
            switch (variables[i].kind()) {
                case REQUEST -> request.text(out, b, p, stop);
                case LOCAL_TIME -> fields[i].time(out, b, p, stop, timestamps);
                case TEXT -> fields[i].text(out, b, p, stop);
            }
            p = stop + after.length;
        }
        return null;
    }
}
