package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access logs of Apache httpd: in the formats that it comes with, which many servers write, or by its LogFormat. */
public final class ApacheFormat implements Format {

    /** Of lines in the common or combined format. */
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
            Field.of("user_agent", Simple.STRING),
            Field.of("vhost", Simple.STRING),
            Field.of("port", Simple.INT));

    private static final Option<String> LOG_FORMAT = Option.optional(
            "log_format",
            OptionType.TEXT,
            "A LogFormat as it stands in Apache's configuration, all of it or what is between its quotes, or a"
                    + " nickname: common, combined, combinedio, vhost_common, vhost_combined. Without it, lines in the"
                    + " common or combined format, with or without the virtual host in front.");

    private static final AccessLogFormats FORMATS =
            new AccessLogFormats("apache-log-format", LOG_FORMAT, ApacheTemplate::parse);

    private static final ComponentSpec SPEC = new ComponentSpec(
            "apache",
            "Access logs in the common or combined format, also with the virtual host in front (%v or %v:%p). Fields:"
                    + " ip, identity, user, time, request, method, url, protocol, status, size, referrer, user_agent,"
                    + " vhost, port; with log_format, those of its directives, which are listed in docs/access-logs.md.",
            List.of(LOG_FORMAT));

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        return FORMATS.check(options, place);
    }

    @Override
    public List<Field> fields(Options options) {
        return FORMATS.fields(options);
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
        return FORMATS.decoder(options, wanted, settings);
    }
}
