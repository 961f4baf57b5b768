package io.nilometer.cli.kill;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Spark distribution made of this test's own class path: workers of {@code local-cluster} start executors from it. */
final class SparkHome {

    private final Path folder;
    private final List<String> directories = new ArrayList<>();

    private SparkHome(Path folder) {
        this.folder = folder;
    }

    static SparkHome make(Path folder) throws IOException {
        SparkHome home = new SparkHome(folder);
        Path jars = Files.createDirectories(folder.resolve("jars"));
        Files.createDirectories(home.temporary());
        int count = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(path)) {
                home.directories.add(path.toString());
            } else if (Files.exists(path)) {
                // In the order of the class path, and without two of the same name getting into each other's way.
                Files.createSymbolicLink(jars.resolve(String.format("%03d-%s", count++, path.getFileName())), path);
            }
        }
        return home;
    }

    Map<String, String> environment() {
        return Map.of(
                "SPARK_HOME",
                folder.toString(),
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_LOCAL_DIRS",
                temporary().toString());
    }

    /** Where the processes may leave what a killed one cannot clean up. */
    Path temporary() {
        return folder.resolve("tmp");
    }

    /** For the driver: executors that start fast and take little. */
    List<String> systemProperties() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.executor.extraClassPath", String.join(File.pathSeparator, directories));
        settings.put("spark.executor.memory", "640m");
        settings.put(
                "spark.executor.extraJavaOptions",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + temporary());
        return settings.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }
}
