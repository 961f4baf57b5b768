package io.nilometer.connectors.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenTest {

    @TempDir
    Path folder;

    @Test
    void pieces_together_have_the_checksum_of_the_whole() throws Exception {
        Random random = new Random(5);
        byte[] whole = new byte[300_000];
        random.nextBytes(whole);
        for (int i = 0; i < 200; i++) {
            Written written = Written.NOTHING;
            int at = 0;
            while (at < whole.length) {
                int next = at + random.nextInt(i < 100 ? 20_000 : whole.length - at + 1);
                next = Math.min(next, whole.length);
                CRC32C crc = new CRC32C();
                crc.update(whole, at, next - at);
                written = written.plus(next - at, (int) crc.getValue());
                at = next;
            }
            CRC32C crc = new CRC32C();
            crc.update(whole);
            assertThat(written).isEqualTo(new Written(whole.length, (int) crc.getValue()));
        }
        Path file = Files.write(folder.resolve("f"), Arrays.copyOf(whole, 290_000));
        try (FileChannel channel = FileChannel.open(file)) {
            CRC32C crc = new CRC32C();
            crc.update(whole, 0, 280_000);
            assertThat(Written.of(channel, 280_000)).isEqualTo(new Written(280_000, (int) crc.getValue()));
            assertThat(Written.of(channel, 300_000).bytes()).isEqualTo(290_000);
        }
    }
}
