package io.nilometer.cli.advisories;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Reads what jars are, and what they say is packed into them: Maven leaves its mark of each library. */
public final class Archives {

    private static final String MARK = "pom.properties";

    /** {@code group:artifact:version} lines of the list of licences, which names every library that is handed out. */
    private final List<Library> named;

    private Archives(List<Library> named) {
        this.named = named;
    }

    public static Archives named(JarFile launcher) throws IOException {
        try (InputStream in = launcher.getInputStream(launcher.getEntry("META-INF/THIRD-PARTY.txt"))) {
            return new Archives(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches("[^\\s:]+:[^\\s:]+:[^\\s:]+"))
                    .map(Library::parse)
                    .toList());
        }
    }

    public Archive read(Path jar) throws IOException {
        String file = jar.getFileName().toString();
        TreeSet<Library> inside = new TreeSet<>();
        try (JarFile opened = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) opened.stream()::iterator) {
                if (entry.getName().startsWith("META-INF/maven/")
                        && entry.getName().endsWith(MARK)) {
                    Properties mark = new Properties();
                    mark.load(opened.getInputStream(entry));
                    inside.add(new Library(
                            mark.getProperty("groupId", ""),
                            mark.getProperty("artifactId", ""),
                            mark.getProperty("version", "")));
                }
            }
        }
        return new Archive(file, library(file), inside);
    }

    /** By the name of the file, {@code artifact-version.jar} or {@code artifact-version-platform.jar}: the longest that fits. */
    private Library library(String file) {
        return named.stream()
                .filter(one -> file.equals(stem(one) + ".jar") || file.startsWith(stem(one) + "-"))
                .max(Comparator.comparingInt(one -> stem(one).length()))
                .orElseThrow(() -> new IllegalStateException(file + " is not in the list of licences"));
    }

    private static String stem(Library one) {
        return one.artifact() + "-" + one.version();
    }
}
