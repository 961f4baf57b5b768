package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fields take is what the page says, in every format. */
class FieldTypesPageTest {

    private static final Pattern SPAN = Pattern.compile("`([^`]+)`(?: as (\\w+))?");
    private static final Map<String, FieldType> TYPES = Map.of(
            "tinyint", Simple.BYTE,
            "smallint", Simple.SHORT,
            "int", Simple.INT,
            "bigint", Simple.LONG,
            "double", Simple.DOUBLE,
            "float", Simple.FLOAT,
            "decimal(5,2)", new FieldType.Decimal(5, 2),
            "boolean", Simple.BOOLEAN,
            "date", Simple.DATE);

    /** A text of the page. */
    record Case(String type, String text, boolean taken) {}

    static Stream<Case> page() throws IOException {
        String page = Files.readString(Path.of("../docs/formats.md"));
        List<Case> cases = new ArrayList<>();
        page.substring(page.indexOf("## Types of fields"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> add(line.split("\\|"), cases));
        assertThat(cases).hasSizeGreaterThan(80);
        return cases.stream();
    }

    private static void add(String[] cells, List<Case> cases) {
        Matcher types = SPAN.matcher(cells[1]);
        while (types.find()) {
            for (int cell = 2; cell <= 3 && TYPES.containsKey(types.group(1)); cell++) {
                Matcher texts = SPAN.matcher(cells[cell]);
                while (texts.find()) {
                    if (texts.group(2) == null || texts.group(2).equals(types.group(1))) {
                        cases.add(new Case(types.group(1), texts.group(1), cell == 2));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("page")
    void a_field_takes_or_refuses(Case written) {
        List<Field> fields = List.of(Field.of("f", TYPES.get(written.type)));
        Map<Format, String> records = Map.of(
                new JsonFormat(), "{\"f\":\"%s\"}",
                new CsvFormat(), "\"%s\",x",
                new LogfmtFormat(), "f=\"%s\"",
                new RegexFormat(), "<%s>");
        records.forEach((format, record) -> {
            for (String text : List.of(written.text, " " + written.text + "  ")) {
                assertThat(read(format, fields, record.formatted(text)) != Decoded.BAD)
                        .as("%s of %s in %s", written.type, text, format.spec().name())
                        .isEqualTo(written.taken);
            }
        });
        if (written.text.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE]-?\\d+)?") && !written.type.equals("date")) {
            assertThat(read(new JsonFormat(), fields, "{\"f\":" + written.text + "}") != Decoded.BAD)
                    .as("%s of the number %s", written.type, written.text)
                    .isEqualTo(written.taken);
        }
    }

    private static Object read(Format format, List<Field> fields, String record) {
        Map<String, Object> options =
                switch (format.spec().name()) {
                    case "csv" -> Map.of("columns", List.of("f", "x"));
                    case "regex" -> Map.of("pattern", "^<(?P<f>[^>]*)>$");
                    default -> Map.of();
                };
        Decoder decoder = format.decoder(
                new Options(options), fields, new Format.Settings(ZoneOffset.UTC, 64, List.of("f", "x")));
        return ((Map<?, ?>) Decoded.of(decoder, fields, record)).get("f");
    }
}
