package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access logs in the common and the combined format of Apache httpd, which many servers write. */
public final class ApacheFormat implements Format {

    static final List<Field> FIELDS = List.of(
            Field.of("ip", Simple.STRING),
            Field.of("identity", Simple.STRING),
            Field.of("user", Simple.STRING),
            Field.of("time", Simple.TIMESTAMP),
            Field.of("request", Simple.STRING),
            Field.of("method", Simple.STRING),
            Field.of("url", Simple.STRING),
            Field.of("protocol", Simple.STRING),
            Field.of("status", Simple.INT),
            Field.of("size", Simple.LONG),
            Field.of("referrer", Simple.STRING),
            Field.of("user_agent", Simple.STRING));

    private static final ComponentSpec SPEC = new ComponentSpec(
            "apache",
            "Access logs in the common or combined format. Fields: ip, identity, user, time, request, method, url, protocol, status, size, "
                    + "referrer, user_agent.",
            List.of());

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Field> fields(Options options) {
        return FIELDS;
    }

    @Override
    public @Nullable String remedy(String reason) {
        return switch (reason) {
            case "not_access_log" ->
                "records must be in the common or combined format; for another LogFormat write what the server's configuration says, "
                        + "or a regex";
            default -> null;
        };
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        return new AccessLogDecoder(wanted, settings);
    }
}
