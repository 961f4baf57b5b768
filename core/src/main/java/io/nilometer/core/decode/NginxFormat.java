package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.NilometerException;
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
            "The text of log_format in nginx's configuration; without it, nginx's combined format.");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "nginx",
            "Access logs of nginx. Fields are those of apache; with log_format, of the variables there: "
                    + "$remote_addr is ip, $remote_user user, $time_local, $time_iso8601 and $msec time, "
                    + "$request request, method, url and protocol, $body_bytes_sent size, "
                    + "$http_referer referrer, $http_user_agent user_agent; others keep their name.",
            List.of(LOG_FORMAT));

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        String text = options.find(LOG_FORMAT);
        if (text == null) {
            return List.of();
        }
        try {
            NginxTemplate.parse(text);
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(Problem.error("nginx-log-format", "log_format " + e.getMessage(), REMEDY, place));
        }
    }

    @Override
    public List<Field> fields(Options options) {
        String text = options.find(LOG_FORMAT);
        return text == null ? ApacheFormat.FIELDS : template(text).fields();
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
        String text = options.find(LOG_FORMAT);
        return text == null
                ? new AccessLogDecoder(wanted, settings)
                : new NginxDecoder(template(text), new TextFields(wanted, settings));
    }

    private static final String REMEDY =
            "copy the text of log_format from nginx's configuration, without the quotes around its lines";

    private static NginxTemplate template(String text) {
        try {
            return NginxTemplate.parse(text);
        } catch (IllegalArgumentException e) {
            throw new NilometerException("nginx-log-format", "log_format " + e.getMessage(), REMEDY, e);
        }
    }
}
