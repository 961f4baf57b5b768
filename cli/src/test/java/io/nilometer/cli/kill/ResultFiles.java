package io.nilometer.cli.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@code --results} has left in a folder. */
final class ResultFiles {

    private ResultFiles() {}

    /** Every result file by name: its lines sorted, since the order of rows is not promised. */
    static TreeMap<String, List<String>> of(Path folder) throws IOException {
        TreeMap<String, List<String>> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.getFileName().toString().startsWith("."))
                    .toList()) {
                contents.put(
                        file.getFileName().toString(),
                        Files.readAllLines(file).stream().sorted().toList());
            }
        }
        return contents;
    }
}
