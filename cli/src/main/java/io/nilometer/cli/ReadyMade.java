package io.nilometer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pipelines that come with Nilometer, each a file in the folder {@code pipelines}.
 *
 * @param folder where they are
 */
record ReadyMade(Path folder) {

    /** The launcher says where Nilometer lives; without it, the current folder is taken for it. */
    static ReadyMade ofProcess() {
        return new ReadyMade(Path.of(System.getProperty("nilometer.home", ".")).resolve("pipelines"));
    }

    /** The file of a pipeline, which need not exist. */
    Path file(String name) {
        return folder.resolve(name + ".yaml");
    }

    /** Their names, sorted. */
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
