package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** System logs: RFC 5424, and the older form that RFC 3164 describes, told apart record by record. */
public final class SyslogFormat implements Format {

    private static final Option<Long> YEAR = Option.optional(
            "year",
            OptionType.INTEGER,
            "The year of timestamps that are written without one (RFC 3164). Not guessed from a clock, which would give old records "
                    + "another time on each run: without it, such a timestamp does not fit. Live streams of them want time: arrival.");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "syslog",
            "System logs as in RFC 5424 or RFC 3164. Fields: priority, facility, severity, timestamp, host, app, pid, msgid, message and "
                    + "structured_data, a map from element.parameter to its value.",
            List.of(YEAR));

    private static final List<Field> FIELDS = List.of(
            Field.of("priority", Simple.INT),
            Field.of("facility", Simple.INT),
            Field.of("severity", Simple.INT),
            Field.of("timestamp", Simple.TIMESTAMP),
            Field.of("host", Simple.STRING),
            Field.of("app", Simple.STRING),
            Field.of("pid", Simple.STRING),
            Field.of("msgid", Simple.STRING),
            Field.of("message", Simple.STRING),
            Field.of("structured_data", new FieldType.Mapping(Simple.STRING, Simple.STRING)));

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        Long year = options.find(YEAR);
        return year == null || (year >= 1970 && year <= 9999)
                ? List.of()
                : List.of(Problem.error(
                        "syslog-year",
                        "year must be between 1970 and 9999, not " + year,
                        "write the year of the records",
                        place));
    }

    @Override
    public List<Field> fields(Options options) {
        return FIELDS;
    }

    @Override
    public @Nullable String remedy(String reason) {
        return switch (reason) {
            case "not_syslog" ->
                "records must begin as in RFC 5424 or RFC 3164: <34>1 2026-01-01T… or Jan  1 00:00:00 host app: …";
            default -> null;
        };
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        Long year = options.find(YEAR);
        return new SyslogDecoder(
                new TextFields(wanted, settings), year == null ? SyslogDecoder.NO_YEAR : year.intValue());
    }
}
