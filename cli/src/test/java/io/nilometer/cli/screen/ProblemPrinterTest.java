package io.nilometer.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemPrinterTest {

    private final StringWriter text = new StringWriter();

    @Test
    void shows_the_line_a_caret_under_the_place_and_the_fix() {
        print(false, "a: 1\n  kafka: {topix: [logs]}", problem("unknown-option", "no option 'topix'", 2, 11));

        assertThat(text.toString()).isEqualTo("""
                        error[unknown-option]: no option 'topix'
                         --> logs.yaml:2:11
                          |
                        2 |   kafka: {topix: [logs]}
                          |           ^
                          = fix: write 'topics'

                        """);
    }

    @Test
    void goes_through_the_file_from_top_to_bottom_and_counts() {
        print(false, "a\nb\nc", problem("second", "x", 3, 1), problem("first", "y", 1, 1));

        assertThat(text.toString().indexOf("first")).isLessThan(text.toString().indexOf("second"));
        assertThat(text.toString()).endsWith("2 errors\n");
    }

    @Test
    void shows_only_the_beginning_of_an_endless_line() {
        print(false, "x: " + "[".repeat(50_000), problem("too-deep", "y", 1, 2_000));

        assertThat(text.toString()).contains("x: [[[").contains("[ …\n").hasSizeLessThan(600);
    }

    @Test
    void keeps_the_caret_under_its_character_after_tabs() {
        print(false, "\ta: b", problem("x", "y", 1, 2));

        assertThat(text.toString()).contains("  | \t^\n");
    }

    @Test
    void never_shows_a_secret_that_stands_in_the_line() {
        print(false, "jdbc: {password: hunter2, pool: x}", problem("x", "y", 1, 27));

        assertThat(text.toString()).doesNotContain("hunter2").contains("password: ***, pool: x");
    }

    @Test
    void lets_no_control_character_through() {
        print(false, "a: \u001b[2Jb", problem("x", "evil \u001b]0;title\u0007", 1, 1));

        assertThat(text.toString()).doesNotContain("\u001b").doesNotContain("\u0007");
    }

    @Test
    void colours_only_when_asked() {
        print(true, "a", problem("x", "y", 1, 1));

        assertThat(text.toString()).contains("\u001b[31;1merror[x]");
    }

    @Test
    void shows_a_problem_whose_file_is_gone() {
        new ProblemPrinter(new PrintWriter(text), new Paint(false), SourceLines.fromDisk())
                .print(Problem.error("x", "y", "", new Place("no/such/file.yaml", 3, 1)));

        assertThat(text.toString()).contains("--> no/such/file.yaml:3:1").doesNotContain("|");
    }

    private static Problem problem(String code, String message, int line, int column) {
        return Problem.error(code, message, "write 'topics'", new Place("logs.yaml", line, column));
    }

    private void print(boolean color, String source, Problem... problems) {
        List<String> lines = source.lines().toList();
        new ProblemPrinter(new PrintWriter(text), new Paint(color), (file, line) -> lines.get(line - 1))
                .print(List.of(problems));
    }
}
