package io.nilometer.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.nilometer.api.NilometerException;
import io.nilometer.api.disk.Checksum;
import io.nilometer.api.disk.OwnFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger of a run beside its results: {@code ledger.json}, with its checksum in a file of its own. */
public final class LedgerFile {

    private static final String NAME = "ledger.json";
    private static final String CHECKSUM = ".ledger.crc32c";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private LedgerFile() {}

    /** Makes sure that it can be written. */
    static void check(Path folder) throws IOException {
        for (String name : new String[] {NAME, CHECKSUM}) {
            OwnFile.check(folder.resolve(name));
            OwnFile.check(folder.resolve(name + OwnFile.NEXT));
        }
    }

    /** @param ledger counters by stream */
    static void write(Path folder, Map<String, ? extends Map<String, Object>> ledger) throws IOException {
        byte[] content = JSON.writeValueAsBytes(ledger);
        // Without a checksum it is believed, as one that was written by hand; with another's it is not.
        OwnFile.remove(folder.resolve(CHECKSUM));
        OwnFile.replace(folder.resolve(NAME), content);
        OwnFile.replace(folder.resolve(CHECKSUM), Checksum.of(content).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Counters by stream, empty when there is no ledger.
     *
     * @throws NilometerException when it cannot be read, or is not as it was written
     */
    public static Optional<Map<String, Map<String, Object>>> read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            byte[] content = OwnFile.read(file).orElse(null);
            if (content == null) {
                return Optional.empty();
            }
            byte[] written = OwnFile.read(folder.resolve(CHECKSUM)).orElse(null);
            if (written != null && !new String(written, StandardCharsets.US_ASCII).equals(Checksum.of(content))) {
                throw unreadable(file, "it has changed since it was written: its checksum differs", null);
            }
            return Optional.of(JSON.readValue(content, new LedgerType()));
        } catch (JsonProcessingException e) {
            throw unreadable(file, "it is no ledger: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e.toString(), e);
        }
    }

    private static NilometerException unreadable(Path file, String why, @Nullable Exception cause) {
        return new NilometerException(
                "ledger-file", "cannot read " + file + ": " + why, "run the pipeline again", cause);
    }

    private static final class LedgerType extends TypeReference<LinkedHashMap<String, Map<String, Object>>> {}
}
