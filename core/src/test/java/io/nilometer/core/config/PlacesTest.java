package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Problem;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Stream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The compiler points into the file, at the very word, however the expression is written. */
class PlacesTest {

    @Test
    void a_wrong_column_is_pointed_at_in_a_plain_expression() {
        assertThat(placeOfWrongColumn("      - where: status > 3 and sevrice = 'a'"))
                .isEqualTo("9:31");
    }

    @Test
    void a_wrong_column_is_pointed_at_in_a_quoted_expression() {
        assertThat(placeOfWrongColumn("      - where: \"status > 3 and sevrice = 'a'\""))
                .isEqualTo("9:32");
        assertThat(placeOfWrongColumn("      - where: 'status > 3 and sevrice = 1'"))
                .isEqualTo("9:32");
        assertThat(placeOfWrongColumn("      - {where: status > 3 and sevrice = 1}"))
                .isEqualTo("9:32");
    }

    @Test
    void a_wrong_column_is_pointed_at_behind_characters_that_java_counts_twice() {
        assertThat(placeOfWrongColumn("      - where: service <> '\ud83d\ude00' and sevrice = 'a'"))
                .isEqualTo("9:35");
    }

    @Test
    void a_block_of_one_line_is_pointed_into() {
        assertThat(placeOfWrongColumn("      - where: |\n          status > 3 and sevrice = 'a'"))
                .isEqualTo("10:26");
    }

    @Test
    void where_the_text_is_not_the_files_its_beginning_is_pointed_at() {
        assertThat(placeOfWrongColumn("      - where: \"status > 3 \\n and sevrice = 'a'\""))
                .isEqualTo("9:17");
        assertThat(placeOfWrongColumn("      - where: status > 3\n          and sevrice = 'a'"))
                .isEqualTo("9:16");
        assertThat(placeOfWrongColumn("      - where: 'service <> '''' and sevrice = ''a'''"))
                .isEqualTo("9:17");
        assertThat(placeOfWrongColumn("      - where: |\n          status > 3\n          and sevrice = 'a'"))
                .isEqualTo("10:11");
        assertThat(placeOfWrongColumn("      - where: status > ${X:-100000} and sevrice = 'a'"))
                .isEqualTo("9:16");
    }

    @Test
    void expressions_know_where_they_stand() {
        String text = PipelineText.TOP.replace(
                "[{where: service is not null}]",
                "\n      - derive: {a: status, 'b': \"status + 1\", c: 'x''y', d: \"${Y:-1}\"}");
        Stream.Derive derive = (Stream.Derive) PipelineText.pipeline(text)
                .streams()
                .values()
                .iterator()
                .next()
                .steps()
                .get(0);

        assertThat(derive.columns().values()).extracting(Sql::exact).containsExactly(true, true, false, false);
        assertThat(derive.columns().values())
                .extracting(sql -> sql.place().column())
                .containsExactly(21, 35, 52, 63);
        assertThat(derive.columns().values()).extracting(Sql::text).containsExactly("status", "status + 1", "x'y", "1");
    }

    @Test
    void the_compiler_takes_whatever_could_be_read_of_a_broken_file() throws Exception {
        long seed = Long.getLong("nilometer.fuzz.seed", 20260101L);
        Random random = new Random(seed);
        for (Path file : Samples.in(Samples.OWN)) {
            List<String> lines = Files.readAllLines(file);
            for (int round = 0; round < 10; round++) {
                int gone = random.nextInt(lines.size());
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < lines.size(); i++) {
                    text.append(i == gone ? "" : lines.get(i) + "\n");
                }
                PipelineFile.Loaded loaded = PipelineText.load(text.toString(), true, Map.of(), file.getParent());
                loaded.pipeline().ifPresent(pipeline -> assertThat(
                                Compiler.compile(pipeline, FakeComponents.ALL).problems())
                        .as("%s without line %d (seed %d)", file, gone + 1, seed)
                        .isNotNull());
            }
        }
        for (String streams : List.of(
                "a: {from: b}, b: {from: a}",
                "a: {from: a}",
                "a: {from: x}",
                "a: {from: [b, b]}, b: {from: m}",
                "a: {from: a.late}")) {
            String text =
                    "name: a\nstreams: {" + streams + "}\nmetrics: {m: {from: a, window: 1m, select: {c: count(*)}}}\n";
            PipelineFile.Loaded loaded = PipelineText.load(text, true, Map.of(), Path.of("."));
            assertThat(loaded.hasErrors()).as("%s", text).isTrue();
            assertThat(Compiler.compile(loaded.pipeline().orElseThrow(), FakeComponents.ALL)
                            .problems())
                    .as("%s", text)
                    .isNotNull();
        }
    }

    private static String placeOfWrongColumn(String steps) {
        String text = PipelineText.TOP.replace("steps: [{where: service is not null}]", "steps:\n" + steps);
        List<Problem> problems = Compiler.compile(PipelineText.pipeline(text), FakeComponents.ALL)
                .problems();
        assertThat(problems).as("%s", problems).hasSize(1);
        assertThat(problems.get(0).toString()).contains("sevrice");
        return problems.get(0).place().line() + ":" + problems.get(0).place().column();
    }
}
