package io.nilometer.connectors.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Sink;
import io.nilometer.api.SinkFactory;
import io.nilometer.connectors.SinkContract;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

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

    @org.junit.jupiter.api.Test
    void shows_a_table_when_nothing_else_is_said() throws Exception {
        Sink sink = factory()
                .create(
                        new io.nilometer.api.Options(java.util.Map.of("rows", 2L)),
                        new io.nilometer.api.SinkContext("p", "out", folder, List.of(NUMBERS), notices::add));
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
}
