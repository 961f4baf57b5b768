package io.nilometer.core.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Format;
import io.nilometer.api.LineFraming;
import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Place;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.decode.CsvFormat;
import io.nilometer.core.decode.JsonFormat;
import io.nilometer.core.pipeline.Multiline;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FramerTest {

    private static final PartitionId PARTITION = new PartitionId("p", 0);

    @Test
    void a_start_pattern_begins_a_record_and_other_lines_go_on_with_it() {
        assertThat(records(pattern(Multiline.Rule.START, "^\\d"), "x", "1 a", " at b", "2 c", "3 d", "\tat e"))
                .containsExactly("x", "1 a\n at b", "2 c", "3 d\n\tat e");
    }

    @Test
    void a_continuation_pattern_goes_on_with_the_line_before() {
        assertThat(records(pattern(Multiline.Rule.CONTINUE, "^\\s|^Caused by"), "a", " b", "Caused by c", "d"))
                .containsExactly("a\n b\nCaused by c", "d");
    }

    @Test
    void an_end_pattern_ends_a_record() {
        assertThat(records(pattern(Multiline.Rule.END, "[^\\\\]$"), "a\\", "b\\", "c", "d", "e\\"))
                .containsExactly("a\\\nb\\\nc", "d", "e\\");
    }

    @Test
    void parts_of_container_runtimes_are_put_together_per_stream() {
        assertThat(records(
                        cri(null, ""),
                        "t1 stdout P ab",
                        "t2 stderr F err",
                        "t3 stdout P cd",
                        "t4 stderr P e",
                        "t5 stdout F ef",
                        "t6 stderr F f",
                        "no runtime's line"))
                .containsExactlyInAnyOrder(
                        "t2 stderr F err", "t1 stdout F abcdef", "t4 stderr F ef", "no runtime's line");
    }

    @Test
    void stack_traces_in_container_logs_are_found_by_their_text() {
        assertThat(records(
                        cri(Multiline.Rule.START, "^\\d"),
                        "t1 stdout F 1 boom",
                        "t2 stderr F 9 other",
                        "t3 stdout P \tat a",
                        "t4 stdout F bc",
                        "t5 stdout F 2 fine"))
                .containsExactlyInAnyOrder("t1 stdout F 1 boom\n\tat abc", "t2 stderr F 9 other", "t5 stdout F 2 fine");
    }

    @Test
    void json_goes_on_over_lines_and_a_cut_record_takes_no_other_with_it() {
        assertThat(records(json(null), "{", "  \"a\": 1,", "", "  \"b\": [", "    {}", "  ]", "}", "{\"c\":2}"))
                .containsExactly("{\n  \"a\": 1,\n\n  \"b\": [\n    {}\n  ]\n}", "{\"c\":2}");
        assertThat(records(
                        json(null), "{\"a\":1,", "{\"b\":2}", "{\"c\":", " {\"d\":3}", "}", "{\"e\":\"x", "{\"f\":4}"))
                .containsExactly("{\"a\":1,", "{\"b\":2}", "{\"c\":\n {\"d\":3}\n}", "{\"e\":\"x", "{\"f\":4}");
        assertThat(records(json(null), "{\"a\":1,\"b\":", "{\"a\":2,\"b\":3}", "{\"a\":4}"))
                .containsExactly("{\"a\":1,\"b\":", "{\"a\":2,\"b\":3}", "{\"a\":4}");
        assertThat(records(json(null), "[", "{\"a\":1},", "{\"a\":2}", "]")).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void an_array_at_the_top_may_go_over_any_number_of_lines() {
        List<String> lines = new ArrayList<>(List.of("["));
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            lines.addAll(List.of(" {", "  \"a\": " + i, " },"));
            wanted.add("{\n  \"a\": " + i + "\n }");
        }
        lines.addAll(List.of("{\"a\":1}", "]"));
        wanted.add("{\"a\":1}");
        assertThat(records(json(null), lines.toArray(String[]::new))).containsExactlyElementsOf(wanted);
        assertThat(records(json(null), "[{\"a\":1},", "{\"a\":2},", "{\"a\":3}]", "[", "{\"a\":4},", "{\"a\":"))
                .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}", "{\"a\":");
        assertThat(records(json(null), "[{\"a\":1},{\"a\":2},{\"a\":"))
                .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":");
        List<String> inside = new ArrayList<>(List.of("{\"x\": ["));
        for (int i = 0; i < 12_000; i++) {
            inside.add("  " + i + ",");
        }
        inside.addAll(List.of("  1", "]}"));
        assertThat(records(json("x"), inside.toArray(String[]::new))).hasSize(12_001);
    }

    @Test
    void arrays_hold_records() {
        assertThat(records(json(null), "[{\"a\":\"]\"}, 2 ,[3]]", "[]", "{}"))
                .containsExactly("{\"a\":\"]\"}", "2 ", "[3]", "{}");
        assertThat(records(json("x.y"), "{\"x\":{\"y\":[{\"a\":1},{\"a\":2}]},\"z\":[9]}"))
                .containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(records(json("x.y"), "{\"x\":[{\"y\":[1]},{\"y\":2}]}")).containsExactly("1", "2");
        assertThat(records(json("x"), "{\"y\":[1]}", "{\"x\":[1,}", "{\"x\":[1]", "{\"x\":[]}"))
                .containsExactly("{\"y\":[1]}", "{\"x\":[1,}", "{\"x\":[1]");
    }

    @Test
    void quoted_cells_hold_line_ends_and_an_open_quote_takes_no_record_with_it() {
        assertThat(records(csv(Map.of()), "a,\"b", "c\"\"", "d\",1", "x,5\" pipe,2", "y,z,3"))
                .containsExactly("a,\"b\nc\"\"\nd\",1", "x,5\" pipe,2", "y,z,3");
        List<String> open = new ArrayList<>(List.of("a,\"b,1"));
        for (int i = 0; i < 10_005; i++) {
            open.add("x" + i + ",y,1");
        }
        assertThat(records(csv(Map.of()), open.toArray(String[]::new))).containsExactlyElementsOf(open);
        assertThat(records(csv(Map.of()), "a,\"b,1", "c,d,1", "e,\"f, g\",2", "h,i,3"))
                .as("a stray quote")
                .containsExactly("a,\"b,1", "c,d,1", "e,\"f, g\",2", "h,i,3");
        assertThat(records(csv(Map.of("quoted_line_ends", false)), "a,\"b", "c\",1"))
                .containsExactly("a,\"b", "c\",1");
    }

    @Test
    void a_header_is_found_wherever_it_stands() {
        String moved = "c,other,b,a";
        for (List<String> before : List.of(
                List.of(""), List.of("Traffic report,,"), List.of("sep=,"), List.of("2026-01-01,1,2", "x,y,3"))) {
            List<String> lines = new ArrayList<>(before);
            lines.addAll(List.of(moved, "3,0,2,1"));
            List<String> wanted = new ArrayList<>(before);
            wanted.remove("sep=,");
            wanted.add("3,0,2,1");
            assertThat(records(csv(Map.of()), lines.toArray(String[]::new))).containsExactlyElementsOf(wanted);
        }
        // One name is missing: a header all the same, whose columns count.
        assertThat(records(csv(Map.of()), "b,typo,a", "2,3,1")).containsExactly("2,3,1");
        assertThat(records(csv(Map.of()), "a,x,y", "2,3,1")).containsExactly("a,x,y", "2,3,1");
    }

    @Test
    void headers_and_comments_are_no_records() {
        assertThat(laid(
                        csv(Map.of("comment", "#")),
                        "a,b,c",
                        "1,2,3",
                        "# no",
                        "c,b,a",
                        "3,2,1",
                        "a,2,3",
                        "c,\"b\",a,d"))
                .containsExactly("a,b,c|1,2,3", "c,b,a|3,2,1", "c,b,a|a,2,3");
        assertThat(laid(csv(Map.of()), "#Version: 1.0", "#Fields: a c b", "1,2,3", "#Date: x", "#other"))
                .containsExactly("#Fields: a c b|1,2,3", "#Fields: a c b|#other");
    }

    @Test
    void text_in_other_encodings_becomes_utf_8() {
        for (Charset encoding :
                List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.ISO_8859_1)) {
            Framing framing = Framings.of(encoding, null, null, 1 << 20);
            assertThat(frame(framing, lines(encoding, "caf\u00e9\r", "plain"), new Random(1), false))
                    .containsExactly(
                            "0:caf\u00e9" + (encoding.equals(StandardCharsets.ISO_8859_1) ? "\r" : ""), "1:plain");
        }
        Framing marked = Framings.of(StandardCharsets.UTF_16, null, null, 1 << 20);
        List<byte[]> big = lines(StandardCharsets.UTF_16BE, "\ufeff\u00e4", "\u00f6");
        assertThat(frame(marked, big, new Random(1), true)).containsExactly("0:\u00e4", "1:\u00f6");
    }

    @Test
    void a_record_that_grows_too_long_is_one_to_be_rejected_and_one_of_too_many_lines_is_complete() {
        Framing small = new Framing(
                StandardCharsets.UTF_8, pattern(Multiline.Rule.START, "^1").lines(), null, 10, 3, Framing.TIMEOUT);
        assertThat(frame(
                        small,
                        lines(StandardCharsets.UTF_8, "1", "2", "3", "4", "1 long", "longer than ten"),
                        new Random(2),
                        true))
                .containsExactly("0:1\n2\n3", "3:4", "4:1 long\nlonger than ten");
    }

    @Test
    void cuts_and_restarts_change_nothing() {
        Map<String, Framing> framings = Map.of(
                "start", pattern(Multiline.Rule.START, "^[{1]"),
                "continue", pattern(Multiline.Rule.CONTINUE, "^[ }\"]"),
                "end", pattern(Multiline.Rule.END, "[}1\"]$"),
                "cri", cri(null, ""),
                "cri start", cri(Multiline.Rule.START, "^1"),
                "json", json(null),
                "records", json("a"),
                "csv", csv(Map.of()));
        String[] pieces = {
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "\"a\":",
            "1",
            " ",
            "a,b,c",
            "c,b,a",
            "\"x",
            "y\",2",
            "t stdout P 1",
            "t stdout F x",
            "t stderr F 1",
            "t stderr P {",
            "{\"a\":[1,2]}",
            "{\"a\":",
            "",
            "#Fields: a b"
        };
        framings.forEach((name, framing) -> {
            for (long seed = 1; seed <= 200; seed++) {
                Random random = new Random(seed);
                List<byte[]> lines = new ArrayList<>();
                for (int i = random.nextInt(40); i >= 0; i--) {
                    StringBuilder line = new StringBuilder();
                    for (int p = random.nextInt(3); p >= 0; p--) {
                        line.append(pieces[random.nextInt(pieces.length)]);
                    }
                    lines.add(line.toString().getBytes(StandardCharsets.UTF_8));
                }
                List<String> whole = frame(framing, lines, null, false);
                assertThat(frame(framing, lines, random, false))
                        .as("%s, seed %d, cut", name, seed)
                        .isEqualTo(whole);
                assertThat(frame(framing, lines, random, true))
                        .as("%s, seed %d, restarted", name, seed)
                        .isEqualTo(whole);
            }
        });
    }

    private static List<String> records(Framing framing, String... lines) {
        List<String> all = frame(framing, lines(StandardCharsets.UTF_8, lines), new Random(lines.length), true);
        return all.stream()
                .map(record -> record.substring(record.indexOf(':') + 1))
                .map(record -> record.contains("|") ? record.substring(record.indexOf('|') + 1) : record)
                .toList();
    }

    private static List<String> laid(Framing framing, String... lines) {
        return frame(framing, lines(StandardCharsets.UTF_8, lines), new Random(lines.length), true).stream()
                .map(record -> record.substring(record.indexOf(':') + 1))
                .toList();
    }

    private static List<byte[]> lines(Charset encoding, String... lines) {
        List<byte[]> bytes = new ArrayList<>();
        for (String line : lines) {
            bytes.add(line.getBytes(encoding));
        }
        return bytes;
    }

    /**
     * The records as {@code position:layout|text}.
     *
     * @param random cuts the lines into batches; null: one batch
     * @param restart after each batch with what its position says
     */
    private static List<String> frame(Framing framing, List<byte[]> lines, @Nullable Random random, boolean restart) {
        List<String> out = new ArrayList<>();
        Framer framer = new Framer(framing, PARTITION, notice -> {});
        String position = "";
        for (int at = 0; at < lines.size(); ) {
            int size = random == null ? lines.size() : 1 + random.nextInt(lines.size() - at);
            RecordBatch batch = new RecordBatch(PARTITION, new RecordBatch.Origin(null, 0, "f"), size);
            for (int i = at; i < at + size; i++) {
                batch.add(lines.get(i), 0, lines.get(i).length, i);
            }
            at += size;
            batch.resumeAt("at " + at);
            if (restart) {
                framer = new Framer(framing, PARTITION, notice -> {});
                framer.restore(Position.parse(position), false);
            }
            List<RecordBatch> framed = new ArrayList<>();
            framer.frame(batch, framed::add);
            framed.forEach(each -> print(each, out));
            position = framed.get(framed.size() - 1).resume();
            assertThat(Position.parse(position).source()).isEqualTo("at " + at);
        }
        framer.flush(batch -> print(batch, out));
        return out;
    }

    private static void print(RecordBatch batch, List<String> out) {
        for (int i = 0; i < batch.size(); i++) {
            byte[] layout = batch.layout(i);
            out.add(batch.position(i) + ":"
                    + (layout == null ? "" : new String(layout, StandardCharsets.UTF_8) + "|")
                    + new String(batch.copy(i), StandardCharsets.UTF_8));
        }
    }

    private static Framing pattern(Multiline.Rule rule, String pattern) {
        return multiline(false, rule, pattern);
    }

    private static Framing cri(Multiline.@Nullable Rule rule, String pattern) {
        return multiline(true, rule, pattern);
    }

    private static Framing multiline(boolean cri, Multiline.@Nullable Rule rule, String pattern) {
        Multiline multiline = new Multiline(
                cri, false, Optional.ofNullable(rule), pattern, 10_000, Duration.ofSeconds(1), Place.NOWHERE);
        return Framings.of(StandardCharsets.UTF_8, multiline, null, 1 << 20);
    }

    private static Framing json(@Nullable String records) {
        Options options = new Options(records == null ? Map.of() : Map.of("records", records));
        return format(new JsonFormat(), options);
    }

    private static Framing csv(Map<String, Object> options) {
        return format(new CsvFormat(), new Options(options));
    }

    private static Framing format(Format format, Options options) {
        Format.Settings settings = new Format.Settings(ZoneOffset.UTC, 64, List.of("a", "b", "c"));
        Supplier<LineFraming> lines = () -> format.framing(options, settings);
        return Framings.of(StandardCharsets.UTF_8, null, lines, 1 << 20);
    }
}
