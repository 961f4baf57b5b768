package io.nilometer.core.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowRecordsTest {

    @TempDir
    private Path folder;

    @Test
    void records_are_kept_by_stream_and_partition_and_forgotten_together() {
        assertThat(SlowRecords.read(folder).in("logs", "a.log")).isEmpty();
        SlowRecords.add(folder, new SlowRecords.Place("logs", "a b.log", 17));
        SlowRecords.add(folder, new SlowRecords.Place("logs", "a b.log", 3));
        SlowRecords.add(folder, new SlowRecords.Place("more", "a b.log", 5));
        SlowRecords.add(folder, new SlowRecords.Place("more", "a b.log", 5));
        assertThat(SlowRecords.read(folder).in("logs", "a b.log")).containsExactly(3L, 17L);
        assertThat(SlowRecords.read(folder).in("more", "a b.log")).containsExactly(5L);
        assertThat(SlowRecords.read(folder).in("logs", "b.log")).isEmpty();
        SlowRecords.forget(folder);
        assertThat(SlowRecords.read(folder).in("logs", "a b.log")).isEmpty();
    }

    @Test
    void files_may_be_called_anything() {
        String odd = "a\tb\nc+%20 d.log";
        SlowRecords.add(folder, new SlowRecords.Place("logs", odd, 17));
        SlowRecords.add(folder, new SlowRecords.Place("logs", "b.log", 3));
        assertThat(SlowRecords.read(folder).in("logs", odd)).containsExactly(17L);
        assertThat(SlowRecords.read(folder).in("logs", "b.log")).containsExactly(3L);
    }

    @Test
    void a_damaged_file_is_refused() throws Exception {
        SlowRecords.add(folder, new SlowRecords.Place("logs", "a.log", 17));
        Path file = folder.resolve(SlowRecords.FILE);
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < 8 * good.length; i++) {
            byte[] bad = good.clone();
            bad[i / 8] ^= 1 << i % 8;
            Files.write(file, bad);
            assertThatThrownBy(() -> SlowRecords.read(folder)).isInstanceOf(NilometerException.class);
        }
    }
}
