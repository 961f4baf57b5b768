package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.program.Program;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimePatternsTest {

    private static Object value(String sql, String record) {
        return value(run(sql), record);
    }

    private static ProgramRun run(String sql) {
        TestPipeline p = pipeline();
        p.source("s", "t string; f string", "arrival", p.derive("x", sql)).output("out", "s");
        Compiled compiled = Compiler.compile(p.build(), TestFormat.components());
        assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
        Program program = compiled.program().orElseThrow();
        return new ProgramRun(program, 0);
    }

    private static Object value(ProgramRun run, String record) {
        run.record(record);
        List<Object> row = run.outputs.get(run.outputs.size() - 1);
        return row.get(row.size() - 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        EEE MMM dd HH:mm:ss yyyy          | Sun Dec 04 04:47:44 2005          | 2005-12-04T04:47:44Z
        EEE MMM dd HH:mm:ss yyyy          | SUN DEC 04 04:47:44 2005          | 2005-12-04T04:47:44Z
        EEE MMM dd HH:mm:ss yyyy          | Mon Dec 04 04:47:44 2005          | 2005-12-04T04:47:44Z
        EEE MMM dd HH:mm:ss yyyy          | Xxx Dec 04 04:47:44 2005          |
        EEE MMM dd HH:mm:ss yyyy          | Dec 04 04:47:44 2005              |
        EEE MMM dd HH:mm:ss yyyy          | Sunday Dec 04 04:47:44 2005       |
        EEE MMM d HH:mm:ss.SSSSSS yyyy    | Wed Oct 11 14:32:52.123456 2000   | 2000-10-11T14:32:52.123456Z
        E, dd MMM yyyy HH:mm:ss Z         | Sun, 04 Dec 2005 04:47:44 +0100   | 2005-12-04T03:47:44Z
        EEEE, dd MMMM yyyy                | Sunday, 04 December 2005          | 2005-12-04T00:00:00Z
        '['EEE MMM dd HH:mm:ss yyyy']'    | [Sun Dec 04 04:47:44 2005]        | 2005-12-04T04:47:44Z
        dd MMM yyyy                       | 04 dec 2005                       | 2005-12-04T00:00:00Z
        dd MMM yyyy                       | 04 DEC 2005                       | 2005-12-04T00:00:00Z
        yyyy-MM-dd'T'HH:mm                | 2005-12-04T04:47                  | 2005-12-04T04:47:00Z
        yyyy-MM-dd HH:mm:ss               | 2005-12-04 23:59:60               |
        yyyy-MM-dd HH:mm:ss               | 2005-12-04 24:00:00               |
        """)
    void a_pattern_reads_the_same_as_a_literal_and_from_the_data(String pattern, String text, Instant time) {
        String literal = "to_timestamp(t, \"" + pattern + "\")";
        assertThat(value(literal, "t=" + text)).isEqualTo(time);
        assertThat(value("to_timestamp(t, f)", "t=" + text + ";f=" + pattern)).isEqualTo(time);
        assertThat(value("try_to_timestamp(t, f)", "t=" + text + ";f=" + pattern))
                .isEqualTo(time);
        Long second = time == null ? null : time.getEpochSecond();
        assertThat(value("unix_timestamp(t, \"" + pattern + "\")", "t=" + text)).isEqualTo(second);
        assertThat(value("to_unix_timestamp(t, f)", "t=" + text + ";f=" + pattern))
                .isEqualTo(second);
    }

    @Test
    void a_pattern_of_the_data_that_is_none_gives_null() {
        for (String sql : new String[] {
            "to_timestamp(t, f)",
            "to_date(t, f)",
            "unix_timestamp(t, f)",
            "date_format(to_timestamp(t), f)",
            "from_unixtime(1, f)"
        }) {
            ProgramRun run = run(sql);
            for (String pattern : new String[] {"YYYY", "T", "'", "EEEEE", "{", "jj"}) {
                assertThat(value(run, "t=2005-12-04;f=" + pattern))
                        .as(sql + " " + pattern)
                        .isNull();
            }
            assertThat(value(run, "t=2005-12-04;f=yyyy-MM-dd")).as(sql).isNotNull();
        }
    }

    @Test
    void a_cast_of_a_time_of_day_alone_does_not_take_the_day_of_today() {
        for (String text : new String[] {"12:30", "12:30:01", "T12:30", " 1:2:3-08:00"}) {
            assertThat(value("cast(t as timestamp)", "t=" + text)).isNull();
            assertThat(value("to_timestamp(t)", "t=" + text)).isNull();
        }
        assertThat(value("cast('12:30' as timestamp)", "t=x")).isNull();
        assertThat(value("cast(t as timestamp)", "t=2005-12-04 12:30:00"))
                .isEqualTo(Instant.parse("2005-12-04T12:30:00Z"));
        assertThat(value("cast(t as timestamp)", "t=+2005-12-04")).isEqualTo(Instant.parse("2005-12-04T00:00:00Z"));
        assertThat(value("cast(t as timestamp)", "t=2005")).isEqualTo(Instant.parse("2005-01-01T00:00:00Z"));
    }

    @Test
    void a_record_that_fails_does_not_spoil_the_next() {
        ProgramRun run = run("map_from_arrays(array(nullif(t, 'x'), f), array(1, 2))");
        for (int i = 0; i < 3; i++) {
            assertThat(value(run, "t=a;f=b")).isNotNull();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> run.record("t=x;f=b"))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(value(run, "t=a;f=a")).isEqualTo(java.util.Map.of("a", 2L));
    }
}
