package io.nilometer.connectors.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.connectors.line.LineSplitter.Lines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameSplitterTest {

    private static final int MOST = 60;

    @Test
    void cuts_by_length_also_where_a_message_has_line_feeds_or_looks_like_a_length() throws Exception {
        List<String> messages = List.of("<13>one", "<13>two\nlines\n", "<13>grüße 5 <14>x", "<13>\0zero");

        assertThat(cut(false, counted(messages))).containsExactlyElementsOf(messages);
    }

    @Test
    void cuts_lines_at_line_feeds_and_messages_at_nul_too() throws Exception {
        assertThat(cut(false, "plain\r\n12 apples\n7\n\n<13>a\0<13>b\0\n<13>c\n<13>d\r\nx\0y\nlast"))
                .containsExactly("plain", "12 apples", "7", "", "<13>a", "<13>b", "<13>c", "<13>d", "x\0y", "last");
    }

    @Test
    void takes_both_on_one_connection() throws Exception {
        assertThat(cut(false, "<13>line\n7 <13>one\n7 <13>two7 <13>six<13>line again\n7 <13>ten\0"))
                .containsExactly("<13>line", "<13>one", "<13>two", "<13>six", "<13>line again", "<13>ten");
    }

    @Test
    void takes_any_content_behind_a_length_when_told_so() throws Exception {
        assertThat(cut(true, "7 {\"a\":1}3 a\nb5 12345")).containsExactly("{\"a\":1}", "a\nb", "12345");
        assertThat(cut(false, "7 {\"a\":1}\n")).containsExactly("7 {\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 6, 8, 9, 12, 55, 60, 61, 1_000, 999_999_999})
    void a_wrong_length_costs_its_neighbours_only(int wrong) throws Exception {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            messages.add("<13>" + i);
        }
        String text = "6 <13>aa" + wrong + " <13>bbb" + counted(messages);

        List<String> records = cut(false, text);

        assertThat(records.get(0)).isEqualTo("<13>aa");
        assertThat(records).endsWith(messages.subList(15, 40).toArray(String[]::new));
        assertThat(records).allMatch(record -> record.length() <= MOST + 1);
    }

    @Test
    void a_message_that_is_too_long_is_kept_in_part_and_the_next_is_found() throws Exception {
        String tooLong = "<13>" + "x".repeat(3 * MOST);

        assertThat(cut(false, counted(List.of("<13>a", tooLong, "<13>b"))))
                .containsExactly("<13>a", ("184 " + tooLong).substring(0, MOST + 1), "<13>b");
        assertThat(cut(false, tooLong + "\n<13>b\n")).containsExactly(tooLong.substring(0, MOST + 1), "<13>b");
    }

    @Test
    void bytes_without_any_end_are_given_up() {
        List<String> records = new ArrayList<>();

        assertThatThrownBy(() -> cut(true, "3 abc" + "x".repeat(20 * MOST * 10), records))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no length");
        assertThat(records).containsExactly("abc", "x".repeat(MOST + 1));
    }

    @Test
    void what_is_unfinished_at_the_end_is_a_record_without_its_length() throws Exception {
        assertThat(cut(false, "50 <13>cut o")).containsExactly("<13>cut o");
        assertThat(cut(false, "50 ")).containsExactly("50 ");
        assertThat(cut(false, "")).isEmpty();
    }

    private static String counted(List<String> messages) {
        StringBuilder text = new StringBuilder();
        messages.forEach(message -> text.append(message.getBytes(StandardCharsets.UTF_8).length)
                .append(' ')
                .append(message));
        return text.toString();
    }

    /** The same records whatever arrives at once; what was handed out stays as it was. */
    private static List<String> cut(boolean anyContent, String text) throws IOException {
        List<String> whole = cut(anyContent, text, new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            assertThat(cut(anyContent, text, new ArrayList<>())).isEqualTo(whole);
        }
        return whole;
    }

    private static List<String> cut(boolean anyContent, String text, List<String> records) throws IOException {
        Random random = new Random(text.hashCode() + System.nanoTime());
        FrameSplitter splitter = new FrameSplitter(MOST, anyContent);
        List<byte[]> buffers = new ArrayList<>();
        List<int[]> slices = new ArrayList<>();
        long[] position = {0};
        Lines out = (buffer, offset, length, start, next) -> {
            assertThat(start).isGreaterThanOrEqualTo(position[0]);
            assertThat(next).isGreaterThan(start);
            position[0] = next;
            buffers.add(buffer);
            slices.add(new int[] {offset, length});
            records.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
        };
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        int most = 1 + random.nextInt(40);
        while (splitter.fill(in::read, 1 + random.nextInt(most)) > 0) {
            while (!splitter.split(out, 1 + random.nextInt(3))) {
                assertThat(position[0]).isLessThanOrEqualTo(bytes.length);
            }
        }
        splitter.finish(out);
        for (int i = 0; i < records.size(); i++) {
            int[] slice = slices.get(i);
            assertThat(new String(buffers.get(i), slice[0], slice[1], StandardCharsets.UTF_8))
                    .isEqualTo(records.get(i));
        }
        return records;
    }
}
