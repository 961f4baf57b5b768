package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access logs of nginx: its combined format, or the log_format of its configuration. */
public final class NginxFormat implements Format {

    private static final Option<String> LOG_FORMAT = Option.optional(
            "log_format",
            OptionType.TEXT,
            "A log_format as it stands in nginx's configuration, all of the directive or the text between its quotes;"
                    + " without it, nginx's combined format.");

    private static final AccessLogFormats FORMATS =
            new AccessLogFormats("nginx-log-format", LOG_FORMAT, NginxTemplate::parse);

    private static final ComponentSpec SPEC = new ComponentSpec(
            "nginx",
            "Access logs of nginx. Fields are those of apache; with log_format, of the variables there: $remote_addr"
                    + " is ip, $remote_user user, $time_local, $time_iso8601 and $msec time, $request request, method, url"
                    + " and protocol, $body_bytes_sent size, $http_referer referrer, $http_user_agent user_agent; others"
                    + " keep their name. Their types are listed in docs/access-logs.md.",
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
                "compare log_format with the one in nginx's configuration, which must be the one that this log is written with";
            default -> null;
        };
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        return FORMATS.decoder(options, wanted, settings);
    }
}
