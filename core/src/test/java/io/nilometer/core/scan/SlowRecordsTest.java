package io.nilometer.core.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowRecordsTest {

    @TempDir
    private Path folder;

    @Test
    void records_are_kept_by_stream_and_partition_and_forgotten_together() {
        assertThat(SlowRecords.read(folder).in("logs", "a.log")).isEmpty();
        SlowRecords.add(folder, new SlowRecords.Place("logs", "a b.log", 17, 99));
        SlowRecords.add(folder, new SlowRecords.Place("logs", "a b.log", 3, 99));
        SlowRecords.add(folder, new SlowRecords.Place("more", "a b.log", 5, 99));
        SlowRecords.add(folder, new SlowRecords.Place("more", "a b.log", 5, 99));
        assertThat(SlowRecords.read(folder).in("logs", "a b.log")).isEqualTo(Map.of(3L, Set.of(99L), 17L, Set.of(99L)));
        assertThat(SlowRecords.read(folder).in("more", "a b.log")).containsOnlyKeys(5L);
        assertThat(SlowRecords.read(folder).in("logs", "b.log")).isEmpty();
        SlowRecords.forget(folder);
        assertThat(SlowRecords.read(folder).in("logs", "a b.log")).isEmpty();
    }

    @Test
    void files_may_be_called_anything() {
        String odd = "a\tb\nc+%20 d.log";
        SlowRecords.add(folder, new SlowRecords.Place("logs", odd, 17, 99));
        SlowRecords.add(folder, new SlowRecords.Place("logs", "b.log", 3, 99));
        assertThat(SlowRecords.read(folder).in("logs", odd)).containsOnlyKeys(17L);
        assertThat(SlowRecords.read(folder).in("logs", "b.log")).containsOnlyKeys(3L);
    }

    @Test
    void a_damaged_file_is_refused() throws Exception {
        SlowRecords.add(folder, new SlowRecords.Place("logs", "a.log", 17, 99));
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
