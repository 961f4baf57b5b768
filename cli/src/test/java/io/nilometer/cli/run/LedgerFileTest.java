package io.nilometer.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {

    @TempDir
    private Path folder;

    @Test
    void a_ledger_in_which_any_bit_has_changed_is_not_shown() throws Exception {
        Map<String, Map<String, Object>> ledger = Map.of("logs", Map.of("read", 30, "used", 30));
        LedgerFile.write(folder, ledger);
        assertThat(LedgerFile.read(folder)).contains(ledger);
        Path file = folder.resolve("ledger.json");
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < 8 * good.length; i++) {
            byte[] bad = good.clone();
            bad[i / 8] ^= 1 << i % 8;
            Files.write(file, bad);
            assertThatThrownBy(() -> LedgerFile.read(folder)).hasMessageContaining("its checksum differs");
        }
    }

    @Test
    void one_without_a_checksum_and_none_at_all_are_no_errors() throws Exception {
        assertThat(LedgerFile.read(folder)).isEmpty();
        Files.writeString(folder.resolve("ledger.json"), "{\"logs\": {\"read\": 1}}");
        assertThat(LedgerFile.read(folder)).contains(Map.of("logs", Map.of("read", 1)));
    }
}
