package io.nilometer.connectors.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

    @Test
    void cuts_as_a_plain_loop_does_whatever_the_size_of_its_buffers() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(400)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) "\n\n\r\nab\u008a\u000b"
                        .charAt(random.nextInt(8) == 0 ? random.nextInt(4) : 4 + random.nextInt(4));
            }
            int most = 1 + random.nextInt(60);
            assertThat(split(bytes, most, 1 + random.nextInt(100), random))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(plainly(bytes, most));
        }
    }

    private static List<String> split(byte[] bytes, int most, int chunk, Random random) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        List<int[]> slices = new ArrayList<>();
        List<long[]> places = new ArrayList<>();
        LineSplitter.Lines lines = (buffer, offset, length, start, next) -> {
            parts.add(buffer);
            slices.add(new int[] {offset, length});
            places.add(new long[] {start, next});
        };
        LineSplitter splitter = new LineSplitter(most, StandardCharsets.UTF_8, chunk);
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        while (splitter.fill(in::read, 1 + random.nextInt(50)) > 0) {
            while (!splitter.split(lines, 1 + random.nextInt(3))) {
                assertThat(parts).isNotEmpty();
            }
        }
        splitter.finish(lines);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            // Looked at only now: a buffer that was handed out must not have been written again.
            all.add(new String(parts.get(i), slices.get(i)[0], slices.get(i)[1], StandardCharsets.ISO_8859_1) + "@"
                    + places.get(i)[0] + "-" + places.get(i)[1]);
        }
        return all;
    }

    private static List<String> plainly(byte[] bytes, int most) {
        List<String> all = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            boolean last = i == bytes.length;
            if ((last && i > start) || (!last && bytes[i] == '\n')) {
                int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
                int length = Math.min(end - start, most + 1);
                all.add(new String(bytes, start, length, StandardCharsets.ISO_8859_1) + "@" + start + "-"
                        + (last ? i : i + 1));
                start = i + 1;
            }
        }
        return all;
    }
}
