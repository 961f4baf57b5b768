package io.nilometer.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A few of the records that a run has rejected, from the file that keeps them. */
public final class RejectedSamples {

    private static final int PER_STREAM = 3;
    private static final int LONGEST = 100;

    /** Samples are of the beginning; whoever wants more reads the file. */
    private static final int MOST_LINES = 10_000;

    private final Path file;
    private final long from;

    private RejectedSamples(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    /** @param file of JSON lines, which the run is going to write or to append to */
    public static RejectedSamples before(Path file) {
        try {
            return new RejectedSamples(file, Files.exists(file) ? Files.size(file) : 0);
        } catch (IOException e) {
            return new RejectedSamples(file, 0);
        }
    }

    /** Where all are that were kept, and from where on when there were some before. */
    public String place() {
        return from == 0 ? file.toString() : file + ", behind the " + from + " bytes of earlier runs";
    }

    /** Lines to show, by stream; nothing when the file cannot be read. Safe for terminals. */
    public Map<String, List<String>> lines() {
        Map<String, List<String>> byStream = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file)) {
            // A file that was made anew is read from its beginning.
            in.skipNBytes(from <= Files.size(file) ? from : 0);
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            ObjectMapper json = new ObjectMapper();
            int read = 0;
            for (String line = reader.readLine(); line != null && read < MOST_LINES; line = reader.readLine()) {
                read++;
                JsonNode row = json.readTree(line);
                List<String> lines = byStream.computeIfAbsent(text(row, "stream"), stream -> new ArrayList<>());
                if (lines.size() < PER_STREAM) {
                    lines.add(sample(row));
                }
            }
        } catch (IOException e) {
            return byStream;
        }
        return byStream;
    }

    private static String sample(JsonNode row) {
        String raw = row.hasNonNull("raw") ? text(row, "raw") : "base64 " + text(row, "raw_base64");
        return OneLine.of(text(row, "reason"), LONGEST) + "  " + OneLine.of(LinePlace.of(text(row, "position")), 200)
                + "  " + OneLine.of(raw, LONGEST);
    }

    private static String text(@Nullable JsonNode row, String name) {
        return row == null ? "" : row.path(name).asText();
    }
}
