package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds: problems come out, never an exception, and soon. */
class FuzzTest {

    private static final long SEED = Long.getLong("nilometer.fuzz.seed", 20260101L);
    private static final int ROUNDS = Integer.getInteger("nilometer.fuzz.rounds", 3_000);
    /** Of this thread alone: a busy machine makes no text slow. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CHARACTERS = "{}[],:#&*!|>'\"%@`-?\t\n \\$~0a\u00e4\u0000\ufeff\ud83d";
    private static final List<String> TOKENS = List.of(
            "null",
            "~",
            "[]",
            "{}",
            "''",
            "-1",
            "999999999999999999999",
            "1e999",
            ".nan",
            "0x7fffffffffffffffff",
            "true",
            "2026-01-01",
            "a: b",
            "- ",
            "<<: *a",
            "&a ",
            "*a",
            "!!int ",
            "${X}",
            "${",
            "${file:/dev/zero}",
            "${X:-[}",
            "|\n",
            ">-\n",
            "999999999999999 GiB",
            "36500d",
            "all",
            "same",
            "\u00e9\u0301",
            "logs",
            "alerts",
            "ledger",
            "x.late",
            "x.rejected",
            "''''",
            "\"\\x\"",
            "{a: b, c}",
            "[a, (b, c)]",
            "-9223372036854775808");

    @Test
    void changed_pipelines_are_read_without_an_exception() throws Exception {
        List<String> texts = new ArrayList<>();
        for (Path folder : List.of(Samples.OWN, Samples.DRAFTS)) {
            for (Path file : Samples.in(folder)) {
                texts.add(Files.readString(file));
            }
        }
        assertThat(texts).isNotEmpty();
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String text = texts.get(random.nextInt(texts.size()));
            for (int change = random.nextInt(4); change >= 0; change--) {
                text = changed(text, random);
            }
            read("round " + round + " of seed " + SEED, text);
        }
    }

    @Test
    void texts_made_to_hurt_are_refused_soon() {
        List<String> texts = new ArrayList<>();
        texts.add("[".repeat(1_000_000));
        texts.add("{a: ".repeat(300_000));
        texts.add("- ".repeat(300_000));
        texts.add("a: &a [" + "x, ".repeat(1_000) + "]\nb: &b [" + "*a, ".repeat(1_000) + "]\nc: ["
                + "*b, ".repeat(1_000) + "]\n");
        StringBuilder deep = new StringBuilder("a0: &a0 x\n");
        for (int i = 1; i < 2_000; i++) {
            deep.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" ")
                    .append("[".repeat(40))
                    .append("*a")
                    .append(i - 1)
                    .append("]".repeat(40))
                    .append("\n");
        }
        texts.add(deep.toString());
        StringBuilder chain =
                new StringBuilder("name: a\nstreams:\n  s0: {source: stdin, format: text, time: arrival}\n");
        for (int i = 1; i < 1_500; i++) {
            chain.append("  s").append(i).append(": {from: s").append(i - 1).append("}\n");
        }
        texts.add(chain.toString());
        texts.add("name: a\n" + "\"" + "x".repeat(500_000) + "\": 1\n");
        texts.add("name: " + "x-".repeat(100_000) + "\n");
        texts.add(PipelineText.TOP + "metrics: {m: {window: 1m, select: {c: \"max('" + "x\\\\'".repeat(25_000)
                + "')\"}}}\n");
        texts.add(PipelineText.TOP + "timezone: " + "A/".repeat(50_000) + "\n");
        texts.add(PipelineText.TOP + "alerts: {a: {when: x, for: " + "1".repeat(50_000) + ", at_most: 1 per "
                + "1".repeat(50_000) + "s}}\n");
        texts.add("name: " + "x".repeat(1018) + "\ud83d");
        texts.add("\ufeffname: a\n");
        texts.add("name: a\nstreams: {a: {from: b}, b: {from: a}, c: {from: [c, c, a]}}\n");
        texts.add("a: &a {b: *a}\n");
        texts.add("? [a]\n: b\n? {c: d}\n: e\n");
        for (String text : texts) {
            read(text.substring(0, Math.min(40, text.length())), text);
        }
    }

    private static void read(String what, String text) {
        long start = CPU.getCurrentThreadCpuTime();
        try {
            PipelineText.load(text, text.length() % 2 == 0, Map.of(), Path.of("/no/such/folder"));
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(what + ": " + e + shown(text), e);
        }
        assertThat(Duration.ofNanos(CPU.getCurrentThreadCpuTime() - start))
                .as("%s", what)
                .isLessThan(SOON);
    }

    /** In ASCII: no report swallows what is odd about it. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder("\n");
        text.chars()
                .limit(20_000)
                .forEach(c -> shown.append(
                        c == '\n' || c >= ' ' && c < 127 ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return shown.toString();
    }

    private static String changed(String text, Random random) {
        if (text.isEmpty()) {
            return "a";
        }
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int line = random.nextInt(lines.size());
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(8));
        String token = TOKENS.get(random.nextInt(TOKENS.size()));
        switch (random.nextInt(9)) {
            case 0 -> lines.add(line, lines.get(random.nextInt(lines.size())));
            case 1 -> lines.remove(line);
            case 2 ->
                lines.set(line, "  ".repeat(random.nextInt(3)) + lines.get(line).strip());
            case 3 -> Collections.swap(lines, line, random.nextInt(lines.size()));
            case 4 ->
                lines.set(
                        line,
                        lines.get(line).replaceFirst(":.*", ": " + java.util.regex.Matcher.quoteReplacement(token)));
            case 5 -> {
                return text.substring(0, at);
            }
            case 6 -> {
                return text.substring(0, at) + text.substring(end);
            }
            case 7 -> {
                return text.substring(0, at) + token + text.substring(random.nextBoolean() ? at : end);
            }
            default -> {
                return text.substring(0, at)
                        + CHARACTERS.charAt(random.nextInt(CHARACTERS.length()))
                        + text.substring(at + 1);
            }
        }
        return String.join("\n", lines);
    }
}
