package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object a record (RFC 8259). */
public final class JsonFormat implements Format {

    private static final ComponentSpec SPEC = new ComponentSpec(
            "json",
            "One JSON object a record. A path leads into nested objects; of a name that comes twice the last value counts.",
            List.of());

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
        return new JsonDecoder(wanted, settings);
    }
}
