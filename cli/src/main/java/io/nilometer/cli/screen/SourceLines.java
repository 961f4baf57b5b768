package io.nilometer.cli.screen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of pipeline files. */
@FunctionalInterface
public interface SourceLines {

    /** @return null when the file or the line is not to be had */
    @Nullable
    String line(String file, int number);

    /** Reads each file once. A file that cannot be read any more has no lines: the problem itself is still shown. */
    static SourceLines fromDisk() {
        Map<String, List<String>> read = new HashMap<>();
        return (file, number) -> {
            List<String> lines = read.computeIfAbsent(file, SourceLines::read);
            return number <= lines.size() ? lines.get(number - 1) : null;
        };
    }

    private static List<String> read(String file) {
        try {
            return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
