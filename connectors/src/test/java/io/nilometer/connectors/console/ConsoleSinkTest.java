package io.nilometer.connectors.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.nilometer.api.Options;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.connectors.SinkContract;
import io.nilometer.connectors.SourceReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest extends SinkContract {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private PrintStream before;

    @BeforeEach
    void listen() {
        before = System.out;
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(before);
    }

    @Override
    protected SinkFactory factory() {
        return new ConsoleSinkFactory();
    }

    @Override
    protected Object[] options() {
        return new Object[] {"format", "json"};
    }

    @Override
    protected List<Long> arrived() {
        List<Long> numbers = new ArrayList<>();
        Matcher rows = Pattern.compile("\\{\"name\":\"numbers\",\"row\":\\{\"n\":(\\d+),\"word\":\"word \\d+\"}}\n")
                .matcher(shown.toString(StandardCharsets.UTF_8));
        while (rows.find()) {
            numbers.add(Long.parseLong(rows.group(1)));
        }
        return numbers;
    }

    @Test
    void shows_a_table_when_nothing_else_is_said() throws Exception {
        Sink sink = factory()
                .create(
                        new Options(Map.of("rows", 2L)),
                        new SinkContext("p", "out", folder, List.of(NUMBERS), notices::add));
        sink.write(batch(0, 8, 12));
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""

                numbers
                n  word
                -  ------
                8  word 8
                9  word 9
                ... and 2 more

                others
                n
                -
                0
                """);
    }

    @Test
    void json_is_the_same_value_and_obeys_no_data() throws Exception {
        String hostile =
                "a\u001b[31m\u007f\u009b2J\u202eb\u2066c\u2028\u200b\ud83d\ude00é" + Character.toString(0xE0041);
        for (List<Relation> relations : List.of(List.of(NUMBERS), List.of(NUMBERS, OTHERS))) {
            shown.reset();
            Sink sink = factory()
                    .create(
                            SourceReader.options(factory(), options()),
                            new SinkContext("p", "out", folder, relations, notices::add));
            sink.write(new Sink.Batch("i", 0, List.of(new Sink.Rows(NUMBERS, List.of(Row.of(List.of(1L, hostile)))))));
            String line = shown.toString(StandardCharsets.UTF_8);
            assertThat(line.strip().codePoints().filter(CellText::isHidden)).isEmpty();
            assertThat(line)
                    .contains("\\u009b2J\\u202eb\\u2066c\\u2028\\u200b\ud83d\ude00é\\udb40\\udc41")
                    .endsWith("\n");
            assertThat(word(line)).isEqualTo(hostile);
        }
    }

    private static String word(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (!"word".equals(parser.nextFieldName())) {
                assertThat(parser.currentToken()).isNotNull();
            }
            return parser.nextTextValue();
        }
    }
}
