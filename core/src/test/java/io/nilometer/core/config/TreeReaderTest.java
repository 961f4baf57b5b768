package io.nilometer.core.config;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nilometer.api.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreeReaderTest {

    private final Problems problems = new Problems();

    @Test
    void reads_scalars_by_the_core_schema_of_yaml_1_2() {
        Tree tree =
                read("a: no\nb: 12:30\nc: 007\nd: 0x10\ne: 1.50\nf: true\ng: ~\nh: '5'\ni: 12345678901234567890\nj:\n");

        assertThat(Trees.value(tree))
                .asString()
                .isEqualTo("{a=no, b=12:30, c=7, d=16, e=1.5, f=true, g=null, h=5, i=12345678901234567890, j=null}");
        assertThat(Trees.texts(tree)).asString().contains("c=007", "e=1.50");
        assertThat(leaf(tree, "h").value()).isEqualTo("5");
    }

    @Test
    void knows_where_the_first_character_of_a_text_stands() {
        Tree tree = read(
                "plain: ab + c\nquoted: 'ab + c'\nescaped: \"a\\tb\"\nblock: |\n\n    ab +\n    c\nfolded: >-\n  one line\nflow: {x: ab}\n");

        assertPlace(tree, "plain", 1, 8, true);
        assertPlace(tree, "quoted", 2, 10, true);
        assertPlace(tree, "escaped", 3, 11, false);
        assertPlace(tree, "block", 6, 5, false);
        assertPlace(tree, "folded", 9, 3, true);
        assertPlace(((Tree.Entries) tree).find("flow").value(), "x", 10, 11, true);
    }

    @Test
    void counts_columns_in_code_points() {
        Tree tree = read("a: {s: '😀é', x: ab}\n");

        assertPlace(((Tree.Entries) tree).find("a").value(), "x", 1, 17, true);
    }

    @Test
    void says_that_a_comma_cut_an_expression_and_takes_the_pieces_out() {
        Tree tree = read("derive: {size: if(a > 1, 'x, y', 2), other: 1}\nby: [a, concat(b, c), d]\n");

        assertThat(codes()).containsExactly("cut-by-comma 1:16", "cut-by-comma 2:9");
        assertThat(Trees.value(tree)).asString().isEqualTo("{derive={size=if(a > 1, other=1}, by=[a, concat(b, d]}");
    }

    @Test
    void leaves_flow_collections_alone_that_only_look_cut() {
        Tree tree = read("a: {msg: smile (, b: 1}\nb: [don't, (x, y]\nc: {d, e}\n");

        assertThat(codes()).isEmpty();
        assertThat(Trees.value(tree))
                .asString()
                .isEqualTo("{a={msg=smile (, b=1}, b=[don't, (x, y], c={d=null, e=null}}");
    }

    @Test
    void notes_a_comment_behind_a_plain_text() {
        Tree tree = read("a: x like '%#%'\nb: x like '% #%'\nc: 'x' # y\nd: x# y\n");

        assertThat(leaf(tree, "a").is(Tree.Trait.BEFORE_COMMENT)).isFalse();
        assertThat(leaf(tree, "b").is(Tree.Trait.BEFORE_COMMENT)).isTrue();
        assertThat(leaf(tree, "c").is(Tree.Trait.BEFORE_COMMENT)).isFalse();
        assertThat(leaf(tree, "d").is(Tree.Trait.BEFORE_COMMENT)).isFalse();
    }

    @Test
    void refuses_what_this_language_has_no_use_for() {
        assertThat(codesOf("a: 1\nb: 2\na: 3\n")).containsExactly("duplicate-key 3:1");
        assertThat(codesOf("a: {b: 1, b: 2}\n")).containsExactly("duplicate-key 1:11");
        assertThat(codesOf("a: {b, b}\n")).containsExactly("duplicate-key 1:8");
        assertThat(codesOf("a: !secret x\n")).containsExactly("no-tags 1:4");
        assertThat(codesOf("a: !!map {b: 1}\n")).containsExactly("no-tags 1:4");
        assertThat(codesOf("a: 1\n---\nb: 2\n")).containsExactly("several-documents 2:1");
        assertThat(codesOf("a: *b\n")).containsExactly("bad-alias 1:4");
        assertThat(codesOf("a: &a [*a]\n")).containsExactly("bad-alias 1:8");
        assertThat(codesOf("a: {{x}}\n")).containsExactly("wrong-kind 1:5");
    }

    @Test
    void takes_an_alias_for_what_it_stands_for() {
        assertThat(Trees.value(read("a: &x {b: 1}\nc: *x\n"))).asString().isEqualTo("{a={b=1}, c={b=1}}");
        assertThat(codes()).isEmpty();
    }

    @Test
    void says_what_mostly_is_wrong_with_text_that_is_not_yaml() {
        assertSyntax("a:\n\t- b\n", 2, "spaces");
        assertSyntax("a: b: c\n", 1, "quote");
        assertSyntax("a: {b: x['y'], c: 1}\n", 1, "quote");
        assertSyntax("a: 'b\nc: d\n", 1, "close the quote");
        assertSyntax("a: \"\\w\"\n", 1, "backslash");
        assertSyntax("a: @b\n", 1, "quote");
        assertSyntax("a:\n  b: 1\n c: 2\n", 3, "column");
        assertSyntax("a\u0000b: 1\n", 1, "UTF-8");
    }

    @Test
    void never_shows_a_value_of_text_that_is_not_yaml() {
        for (String text : List.of(
                "p: *hunter2",
                "p: !hunter2 x",
                "p: 'hunter2",
                "p: {x: hunter2",
                "p: %hunter2",
                "p: &hunter2 &hunter2 x")) {
            assertThat(problemsOf(text)).as(text).isNotEmpty().allSatisfy(problem -> assertThat(problem.toString())
                    .doesNotContain("hunter2"));
        }
    }

    @Test
    void ends_quickly_whatever_the_text_asks_for() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        StringBuilder chain = new StringBuilder("b0: &b0 [x]\n");
        for (int i = 1; i < 3_000; i++) {
            laughs.append('a')
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append("*a".concat(i - 1 + ", ").repeat(9))
                    .append("]\n");
            chain.append('b')
                    .append(i)
                    .append(": &b")
                    .append(i)
                    .append(" [*b")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(slowest(laughs.toString())).containsExactly("too-big");
        assertThat(slowest(chain.toString())).containsExactly("too-deep");
        assertThat(slowest("a: " + "[".repeat(100_000))).containsExactly("too-deep");
        assertThat(slowest("a: " + "{x: ".repeat(100_000))).containsExactly("too-deep");
        assertThat(slowest("- ".repeat(100_000))).containsExactly("too-deep");
        assertThat(slowest("a: [" + "x,".repeat(600_000) + "]")).containsExactly("too-big");
        assertThat(slowest("a: [" + "(,".repeat(100_000) + "]")).isEmpty();
        assertThat(slowest("a: {" + "x: (, y,".repeat(50_000) + "}")).contains("duplicate-key");
        assertThat(slowest("a: " + "9".repeat(3_000_000))).isEmpty();
        assertThat(slowest("a: \"" + "${".repeat(500_000) + "\"")).containsExactly("bad-variable");
    }

    @Test
    void survives_random_texts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "ab:  -\n[]{},'\"#&*!|>%@`?~\t\\(0.${}é\r";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                readWith(text.toString(), new Problems());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round + " text: " + text, e);
            }
        }
    }

    private List<String> slowest(String text) {
        return assertTimeoutPreemptively(
                ofSeconds(60),
                () -> problemsOf(text).stream().map(Problem::code).distinct().toList());
    }

    private void assertSyntax(String text, int line, String remedy) {
        List<Problem> found = problemsOf(text);
        assertThat(found).as(text).hasSize(1);
        assertThat(found.get(0).code()).isEqualTo("yaml-syntax");
        assertThat(found.get(0).place().line()).as(text).isEqualTo(line);
        assertThat(found.get(0).remedy()).contains(remedy);
    }

    private static void assertPlace(Tree tree, String key, int line, int column, boolean exact) {
        Tree.Leaf leaf = leaf(tree, key);
        assertThat(leaf.textPlace().toString()).as(key).isEqualTo("t.yaml:" + line + ":" + column);
        assertThat(leaf.exact()).as(key).isEqualTo(exact);
    }

    private static Tree.Leaf leaf(Tree tree, String key) {
        Tree.Entry entry = ((Tree.Entries) tree).find(key);
        assertThat(entry).as(key).isNotNull();
        return (Tree.Leaf) entry.value();
    }

    private Tree read(String text) {
        return readWith(text, problems)
                .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
    }

    private List<String> codes() {
        return codes(problems.sorted());
    }

    private static List<String> codesOf(String text) {
        return codes(problemsOf(text));
    }

    private static List<String> codes(List<Problem> found) {
        List<String> codes = new ArrayList<>();
        found.forEach(problem -> codes.add(problem.code() + " "
                + problem.place().line() + ":" + problem.place().column()));
        return codes;
    }

    private static List<Problem> problemsOf(String text) {
        Problems problems = new Problems();
        readWith(text, problems);
        return problems.sorted();
    }

    private static Optional<Tree> readWith(String text, Problems problems) {
        Variables variables = new Variables(Map.of(), name -> null, true, Path.of("."), problems);
        return new TreeReader("t.yaml", text, variables, problems).read();
    }
}
