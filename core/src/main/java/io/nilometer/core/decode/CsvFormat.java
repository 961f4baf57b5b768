package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.LineFraming;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Separated values, one line a record, quoted as in RFC 4180. */
public final class CsvFormat implements Format {

    private static final Option<String> DELIMITER =
            Option.of("delimiter", OptionType.TEXT, ",", "The character between cells.");
    private static final Option<String> QUOTE = Option.of(
            "quote",
            OptionType.TEXT,
            "\"",
            "The character around cells that hold delimiters; empty: cells are never quoted.");
    private static final Option<String> ESCAPE = Option.optional(
            "escape",
            OptionType.TEXT,
            "The character before a quote inside a quoted cell; by default the quote itself, doubled.");
    private static final Option<List<String>> COLUMNS = Option.optional(
            "columns",
            OptionType.TEXTS,
            "The names of the columns in order, where no header says them; by default the fields of the schema.");
    private static final Option<CsvLines.Headers> HEADER = Option.of(
            "header",
            new OptionType<>(
                    "auto|true|false",
                    "{\"enum\":[\"auto\",true,false,\"true\",\"false\"]}",
                    OptionType.oneOf(CsvLines.Headers.class).parser()),
            CsvLines.Headers.AUTO,
            "Whether lines name the columns, in their order. `auto`: a first line of names of which half are in the schema, or any "
                    + "line with all of them. `true`: the first line of names. `false`: none. A header may come again in another order; so may #Fields of W3C logs.");
    private static final Option<String> COMMENT = Option.optional(
            "comment", OptionType.TEXT, "How lines begin that are comments, such as \"#\"; they are no records.");
    private static final Option<Cells> EXTRA_COLUMNS = Option.of(
            "extra_columns",
            OptionType.oneOf(Cells.class),
            Cells.REJECT,
            "What cells beyond the last column do: `reject` the record, or are left out with `ignore`.");
    private static final Option<Cells> MISSING_COLUMNS = Option.of(
            "missing_columns",
            OptionType.oneOf(Cells.class),
            Cells.REJECT,
            "What too few cells do: `reject` the record, or leave the other columns null with `ignore`.");
    private static final Option<Boolean> QUOTED_LINE_ENDS = Option.of(
            "quoted_line_ends",
            OptionType.FLAG,
            true,
            "Whether quoted cells may hold line ends, so that a record takes several lines.");
    private static final Option<String> NULL =
            Option.of("null", OptionType.TEXT, "", "How a cell without quotes says that it has no value.");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "csv",
            "Separated values, quoted as in RFC 4180; quoted cells may hold line ends. Columns are named by a header, by `columns`, or by the schema in its order.",
            List.of(
                    DELIMITER,
                    QUOTE,
                    ESCAPE,
                    COLUMNS,
                    HEADER,
                    COMMENT,
                    EXTRA_COLUMNS,
                    MISSING_COLUMNS,
                    QUOTED_LINE_ENDS,
                    NULL));

    /** What a record with another number of cells than there are columns does. */
    enum Cells {
        /** It is rejected. */
        REJECT,
        /** Cells that are too many are left out, columns without one are null. */
        IGNORE
    }

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        List<Problem> problems = new ArrayList<>();
        character(options, DELIMITER, true, place, problems);
        character(options, QUOTE, false, place, problems);
        character(options, ESCAPE, false, place, problems);
        if (options.get(DELIMITER).equals(options.get(QUOTE))
                || options.get(DELIMITER).equals(options.find(ESCAPE))) {
            problems.add(Problem.error(
                    "csv-characters",
                    "the delimiter of csv is its quote or escape too",
                    "choose another delimiter",
                    place));
        }
        List<String> columns = options.find(COLUMNS);
        if (columns != null && (columns.isEmpty() || new HashSet<>(columns).size() < columns.size())) {
            problems.add(Problem.error(
                    "csv-columns",
                    "columns of csv must be names, none of them twice",
                    "name each column of the file once",
                    place));
        }
        return problems;
    }

    @Override
    public List<Field> fields(Options options) {
        List<String> columns = options.find(COLUMNS);
        return columns == null
                ? List.of()
                : columns.stream().map(name -> Field.of(name, Simple.STRING)).toList();
    }

    @Override
    public boolean isOpen(Options options) {
        return options.find(COLUMNS) == null || options.get(HEADER) == CsvLines.Headers.TRUE;
    }

    @Override
    public @Nullable String remedy(String reason) {
        return switch (reason) {
            case "wrong_columns" ->
                "the records have another number of cells than there are columns: compare `columns` (without them, `schema`) and "
                        + "`delimiter` with a line";
            case "no_header" ->
                "there is no header that names the columns: write columns: [first, second, …], or header: auto for a schema in the "
                        + "order of the columns";
            case "not_csv" ->
                "a quote in the wrong place: write quote: \"\" when cells are not quoted, or escape: when quotes in them are escaped";
            default -> null;
        };
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        List<String> named = names(options, settings);
        boolean fromHeader = options.get(HEADER) == CsvLines.Headers.TRUE && options.find(COLUMNS) == null;
        CsvDecoder.Tolerance tolerance = new CsvDecoder.Tolerance(
                options.get(EXTRA_COLUMNS) == Cells.IGNORE, options.get(MISSING_COLUMNS) == Cells.IGNORE);
        return new CsvDecoder(dialect(options), tolerance, fromHeader ? null : named, new TextFields(wanted, settings));
    }

    @Override
    public LineFraming framing(Options options, Settings settings) {
        String comment = options.find(COMMENT);
        List<String> looked = settings.declared().isEmpty() ? names(options, settings) : settings.declared();
        return new CsvLines(
                dialect(options),
                options.get(HEADER),
                comment == null ? new byte[0] : comment.getBytes(StandardCharsets.UTF_8),
                options.get(QUOTED_LINE_ENDS),
                looked);
    }

    private static List<String> names(Options options, Settings settings) {
        List<String> named = options.find(COLUMNS);
        List<String> names = named == null ? settings.declared() : named;
        if (names.isEmpty()) {
            throw new NilometerException(
                    "csv-columns",
                    "csv has neither columns nor a schema",
                    "write columns: [first, second, …] or a schema in the file's order");
        }
        return names;
    }

    private static CsvDialect dialect(Options options) {
        String escape = options.find(ESCAPE);
        int quote = byteOf(options.get(QUOTE));
        return new CsvDialect(
                byteOf(options.get(DELIMITER)),
                quote,
                escape == null ? quote : byteOf(escape),
                options.get(NULL).getBytes(StandardCharsets.UTF_8));
    }

    private static int byteOf(String character) {
        return character.isEmpty() ? CsvDialect.NONE : character.charAt(0);
    }

    private static void character(
            Options options, Option<String> option, boolean required, Place place, List<Problem> problems) {
        String text = options.find(option);
        boolean single = text == null
                || (text.length() == 1 && text.charAt(0) < 128 && text.charAt(0) != '\n' && text.charAt(0) != '\r');
        if (!single && (required || !text.isEmpty())) {
            problems.add(Problem.error(
                    "csv-characters",
                    "csv: " + option.name() + " must be one ASCII character, not '" + text + "'",
                    "write one such as \";\" or \"\\t\"",
                    place));
        }
    }
}
