package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of {@code key=value} pairs. */
public final class LogfmtFormat implements Format {

    private static final ComponentSpec SPEC = new ComponentSpec(
            "logfmt",
            "Lines of key=value pairs; a value with spaces is quoted, a key without value is true.",
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
            case "not_logfmt" -> "records must be key=value pairs; other lines are format: regex, csv or json";
            default -> null;
        };
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        return new LogfmtDecoder(new TextFields(wanted, settings));
    }
}
