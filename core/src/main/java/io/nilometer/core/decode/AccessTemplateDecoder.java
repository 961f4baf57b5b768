package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of an {@link AccessTemplate}. A line whose texts do not fit its variables, or fit in several ways, is rejected. */
final class AccessTemplateDecoder implements Decoder {

    private static final String REASON = "not_access_log";

    private final TemplateMatcher matcher;
    private final List<AccessTemplate.Variable> variables;
    private final AccessLogField[] fields;
    private final TextField.@Nullable TimeForm[] times;
    private final RequestFields request;

    AccessTemplateDecoder(AccessTemplate template, TextFields wanted) {
        matcher = new TemplateMatcher(template.prefix(), template.variables());
        variables = template.variables();
        fields = new AccessLogField[variables.size()];
        times = new TextField.TimeForm[variables.size()];
        for (int i = 0; i < fields.length; i++) {
            AccessTemplate.Variable variable = variables.get(i);
            fields[i] = new AccessLogField(wanted.named(variable.field()), template.escape());
            times[i] = time(variable, wanted.timestamps());
        }
        request = new RequestFields(wanted, template.escape());
    }

    @Override
    public @Nullable String decode(byte[] b, int offset, int length, FieldWriter out) {
        int end = Records.withoutCarriageReturn(b, offset, offset + length);
        int start = Records.withoutByteOrderMark(b, offset, end);
        if (start == end) {
            return "empty";
        }
        if (!matcher.matches(b, start, end)) {
            return REASON;
        }
        for (int i = 0; i < fields.length; i++) {
            AccessTemplate.Variable variable = variables.get(i);
            if (!variable.field().isEmpty()) {
                write(i, variable.kind(), b, out);
            }
        }
        return null;
    }

    private void write(int i, AccessKind kind, byte[] b, FieldWriter out) {
        int from = matcher.start(i);
        int to = matcher.end(i);
        TextField.TimeForm time = times[i];
        if (time != null) {
            fields[i].time(out, b, from, to, time);
        } else if (kind == AccessKind.REQUEST) {
            request.text(out, b, from, to);
        } else if (kind == AccessKind.CONNECTION) {
            fields[i].raw(out, b, from, to);
        } else {
            fields[i].text(out, b, from, to);
        }
    }

    private static TextField.@Nullable TimeForm time(AccessTemplate.Variable variable, Timestamps timestamps) {
        TimePattern pattern = variable.pattern();
        if (pattern != null) {
            TimePatternReader reader = new TimePatternReader(pattern, timestamps);
            return reader::micros;
        }
        return switch (variable.kind()) {
            case LOCAL_TIME -> timestamps::accessLog;
            case ISO_TIME -> timestamps::iso;
            case EPOCH_SECONDS -> (b, from, to) -> EpochText.micros(b, from, to, 6);
            case EPOCH_MILLIS -> (b, from, to) -> EpochText.micros(b, from, to, 3);
            case EPOCH_MICROS -> (b, from, to) -> EpochText.micros(b, from, to, 0);
            default -> null;
        };
    }
}
