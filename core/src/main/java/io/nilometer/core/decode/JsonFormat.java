package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.LineFraming;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object a record (RFC 8259). */
public final class JsonFormat implements Format {

    private static final Option<String> RECORDS = Option.optional(
            "records",
            OptionType.TEXT,
            "The path to an array whose elements are the records, such as `Records`; an array at the top always holds records.");

    private static final Option<Boolean> LENIENT = Option.of(
            "lenient",
            OptionType.FLAG,
            false,
            "Also takes, in strings, \\xHH for a byte (UTF-8, or else Latin-1), as nginx writes without escape=json,"
                    + " and control characters such as tabs as they are.");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "json",
            "One JSON object a record. A path leads into nested objects (log.level, items[0].id); a key that is"
                    + " written with dots is found too, and alone with ['log.level']. Of a name that comes twice the last"
                    + " value counts.",
            List.of(RECORDS, LENIENT));

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Field> fields(Options options) {
        return List.of();
    }

    @Override
    public @Nullable String remedy(String reason) {
        return switch (reason) {
            case "not_json" ->
                "each record must be one JSON object on one line; lines of key=value are format: logfmt, others csv, regex or the "
                        + "formats of access logs and syslog";
            case "not_an_object" -> "each record must be one JSON object {…}, not a list or a single value";
            case "too_deep" -> "raise limits: {depth: …}";
            default -> null;
        };
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        return new JsonDecoder(wanted, settings, options.get(LENIENT));
    }

    @Override
    public LineFraming framing(Options options, Settings settings) {
        String path = options.find(RECORDS);
        return new JsonLines(path == null ? List.of() : List.of(path.split("\\.")));
    }
}
