package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Format;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.FormatExample;
import io.nilometer.core.config.Topics;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs} over the components that are shipped. */
class DocsCommandTest {

    private static final Components COMPONENTS = Components.load();

    @TempDir
    Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void lists_every_part_of_the_language_and_every_component() {
        assertThat(docs()).isZero();

        TreeSet<String> names = new TreeSet<>(Topics.all().keySet());
        DocsCommand.kinds(COMPONENTS).values().forEach(kind -> names.addAll(kind.keySet()));
        assertThat(names).contains("metric", "window", "kafka", "console", "syslog");
        for (String name : names) {
            assertThat(out.toString()).containsPattern("(?m)^  " + name + " ");
        }
    }

    @Test
    void every_name_of_the_list_shows_something() {
        TreeSet<String> names = new TreeSet<>();
        new DocsNames().iterator().forEachRemaining(names::add);
        for (String name : names) {
            out.getBuffer().setLength(0);
            assertThat(docs(name)).as(name).isZero();
            assertThat(out.toString()).as(name).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            metric      | window (window, required)
            metrics     | having (SQL expression)
            window      | metric.window (window, required)
            top         | per (text or list of texts)
            time        | lateness (duration, default 10s)
            stream      | time (map, see `docs time`)
            steps       | explode (SQL expressions by name)
            outputs     | results (text, default final)
            tests       | feed (list, see `docs test-record`, required)
            demo        | rate (number, default 100)
            limits      | record (size, default 1 MiB)
            spark       | shards (whole number)
            expressions | metric.having (SQL expression)
            durations   | time.idle_after (duration, default 30s)
            lookup file | path (text, required)
            joins       | Not yet
            kafka       | brokers (text or list, required)
            """)
    void shows_a_part_by_the_name_that_people_use(String name, String shown) {
        assertThat(docs(name.split(" "))).isZero();
        assertThat(out.toString()).contains(shown);
    }

    @Test
    void a_name_of_a_source_and_of_a_sink_shows_both() {
        assertThat(docs("kafka")).isZero();
        assertThat(out.toString()).contains("Source kafka\n", "Sink kafka\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apache | status +int
            nginx  | time +timestamp
            syslog | host +string
            text   | value +string
            json   | are those of the stream's `schema`
            csv    | are those of the stream's `schema`
            regex  | are those of the stream's `schema`, or what the options name
            """)
    void a_format_shows_its_fields_with_their_types(String name, String field) {
        assertThat(docs(name)).isZero();
        assertThat(out.toString()).containsPattern(field).contains("Example, a whole pipeline:\n    name: " + name);
    }

    @Test
    void the_example_of_every_format_passes_check_and_its_own_test() throws Exception {
        for (Format format : COMPONENTS.formats().values()) {
            String name = format.spec().name();
            String text = FormatExample.of(format).orElseThrow(() -> new AssertionError("no example of " + name));
            assertThat(text).contains("format: ").contains(name);
            String file =
                    Files.writeString(folder.resolve(name + ".yaml"), text).toString();

            assertThat(nilometer("check", file)).as("%s%s", out, err).isZero();
            assertThat(err.toString()).as(name).isEmpty();
            assertThat(nilometer("test", file)).as("%s%s", out, err).isZero();
            assertThat(out.toString()).contains("1 passed, 0 failed");
            out.getBuffer().setLength(0);
        }
    }

    private int docs(String... names) {
        String[] arguments = new String[names.length + 1];
        arguments[0] = "docs";
        System.arraycopy(names, 0, arguments, 1, names.length);
        return nilometer(arguments);
    }

    private int nilometer(String... arguments) {
        return InProcess.run(out, err, arguments);
    }
}
