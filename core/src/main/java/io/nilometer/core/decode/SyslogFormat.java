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
            "The year of the first record, where timestamps are written without one. The records after it follow the clock of their "
                    + "partition, over New Year's Eve too. Without it, the first record is from the latest year that fits the time of its "
                    + "arrival, or that of its file.");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "syslog",
            "System logs as in RFC 5424 or RFC 3164, and as devices and log files write them. Fields: priority, facility, severity (numbers), "
                    + "facility_name, severity_name, timestamp, host, app, pid, msgid, message and structured_data, a map from "
                    + "element.parameter to its value.",
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
            Field.of("structured_data", new FieldType.Mapping(Simple.STRING, Simple.STRING)),
            Field.of("facility_name", Simple.STRING),
            Field.of("severity_name", Simple.STRING));

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
                        "write the year of the first record",
                        place));
    }

    @Override
    public List<Field> fields(Options options) {
        return FIELDS;
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        Long year = options.find(YEAR);
        SyslogYear years = new SyslogYear(year == null ? SyslogYear.NONE : year.intValue());
        return new SyslogDecoder(new TextFields(wanted, settings), new SyslogTime(settings.zone(), years), years);
    }

    @Override
    public @Nullable String remedy(String reason) {
        return switch (reason) {
            case "not_syslog" ->
                "a record begins with <PRI>, or with a time and a host or program: choose the format that the records have";
            case "missing_time" -> "these records say no time: write time: arrival";
            case "bad_time", "bad_field:timestamp" ->
                "write year, the year of the first record: no year near has a 29 February";
            case "time_ahead" ->
                "timestamps without a year follow those before them: write year, the year of the first record, or correct it";
            default -> null;
        };
    }
}
