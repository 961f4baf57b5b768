package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.decode.AccessTemplate.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TemplateMatcherTest {

    @Test
    void a_line_made_to_have_many_ways_costs_time_in_proportion_to_its_length() {
        String tenTexts = "$a $b $c $d $e $f $g $h $i $j $status";
        String tenLists =
                "$http_x_forwarded_for $upstream_addr $remote_user $http_x_forwarded_for,$upstream_status, $c \"$d\" $status";
        for (String format : List.of(tenTexts, tenLists)) {
            AccessTemplate template = NginxTemplate.parse(format);
            for (String piece : List.of("- ", "a, ", "1 : ", "\" \"", "\\\" ", "1, ")) {
                long steps = steps(template, piece.repeat(2_000));
                assertThat(steps).as(format + " on " + piece).isPositive();
                assertThat(steps(template, piece.repeat(4_000)))
                        .as(format + " on " + piece)
                        .isLessThan(steps * 5 / 2 + 10_000);
            }
        }
    }

    @Test
    void a_long_hostile_line_is_rejected_with_what_it_cost_bounded_by_states_times_bytes() {
        AccessTemplate template = NginxTemplate.parse("$a $b $c $d $e $f $status");
        String line = "x ".repeat(500_000);
        int states = template.variables().stream()
                .mapToInt(variable ->
                        variable.readings().stream().mapToInt(Shape::states).sum())
                .sum();
        assertThat(steps(template, line)).isLessThan(3L * states * line.length());
    }

    /** Lines of few characters against the same template as a backtracking regular expression. */
    @Test
    void finds_the_only_cut_where_there_is_one() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        AccessTemplate template = AccessTemplate.of(
                List.of(
                        Part.variable("a", AccessKind.TEXT, "a"),
                        Part.text(" "),
                        Part.variable("b", AccessKind.INTEGER, "b"),
                        Part.text(" "),
                        Part.variable("c", AccessKind.TEXT, "c"),
                        Part.text(" "),
                        Part.variable("d", AccessKind.STATUS, "d")),
                LogEscape.BACKSLASH);
        TemplateMatcher matcher = new TemplateMatcher(template.prefix(), template.variables());
        Pattern strict = Pattern.compile("([^ ]*) ([0-9]*|-) ([^ ]*) ([0-9]{3}|-)");
        Pattern first = Pattern.compile("(.*?) ([0-9]*|-) (.*?) ([0-9]{3}|-)");
        Pattern last = Pattern.compile("(.*) ([0-9]*|-) (.*) ([0-9]{3}|-)");
        for (int n = 0; n < 20_000; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append("a 1 -".charAt(random.nextInt(5)));
            }
            String line = text.append(random.nextBoolean() ? " 200" : "").toString();
            List<String> expected = groups(strict, line);
            if (expected.isEmpty() && groups(first, line).equals(groups(last, line))) {
                expected = groups(first, line);
            }
            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            List<String> found = new ArrayList<>();
            if (matcher.matches(bytes, 0, bytes.length)) {
                for (int i = 0; i < 4; i++) {
                    found.add(line.substring(matcher.start(i), matcher.end(i)));
                }
            }
            assertThat(found).as("seed %s, line <%s>", seed, line).isEqualTo(expected);
        }
    }

    private static List<String> groups(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.matches()
                ? List.of(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4))
                : List.of();
    }

    private static long steps(AccessTemplate template, String line) {
        TemplateMatcher matcher = new TemplateMatcher(template.prefix(), template.variables());
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        matcher.matches(bytes, 0, bytes.length);
        return matcher.steps();
    }
}
