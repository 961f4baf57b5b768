package io.nilometer.cli.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One pipeline file, one cluster, and all ways to get there: the files are those of the embedded engine. */
class OneClusterTest {

    private static final int LINES = 5_000;
    private static final long SEED = 20;
    private static final int LONGEST_SECONDS = 300;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

    /** Small, so that four runs find room on a small machine. */
    private static final String SPARK = """

            spark:
              shards: 1
              spark.driver.host: 127.0.0.1
              spark.cores.max: 1
              spark.executor.memory: 512m
              spark.executor.extraJavaOptions: -XX:+UseSerialGC -XX:TieredStopAtLevel=1
            """;

    @TempDir
    private Path folder;

    @Test
    @Timeout(1_200)
    void the_launcher_and_spark_submit_in_both_modes_give_the_files_of_the_embedded_engine() throws Exception {
        List<Path> inputs = List.of(write("a.log", SEED), write("b.log", SEED + 1));
        Files.writeString(
                folder.resolve("access-log.yaml"),
                Files.readString(Packages.HOME.resolve("pipelines/access-log.yaml")) + SPARK);
        try (StandaloneCluster cluster = StandaloneCluster.start(folder)) {
            List<Process> all = List.of(
                    cluster.launch("embedded", List.of(), run("embedded", inputs)),
                    cluster.launch("launched", List.of(), onSpark("launched", inputs, "--master", cluster.url())),
                    cluster.submit("submitted", submit("client", onSpark("submitted", inputs))),
                    cluster.submit("clustered", submit("cluster", onSpark("clustered", inputs))));
            try {
                for (Process process : all) {
                    assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                            .as("ends: %s", said(cluster))
                            .isTrue();
                    assertThat(process.exitValue()).as(said(cluster)).isZero();
                }
            } finally {
                all.forEach(Process::destroyForcibly);
            }
            for (String way : List.of("launched", "submitted", "clustered")) {
                assertThat(files(way)).as("%s: %s", way, said(cluster)).isEqualTo(files("embedded"));
            }
            assertThat(files("embedded").get("ledger.json")).anyMatch(line -> line.contains("" + 2 * LINES));
            // Executors may tell of connections that end with their drivers.
            assertThat(driversSaid(cluster)).doesNotContain("\tat ");
        }
    }

    private List<String> run(String name, List<Path> inputs) {
        List<String> words = new ArrayList<>(List.of(
                "run",
                folder.resolve("access-log.yaml").toString(),
                "--until-end",
                "--results",
                folder.resolve(name).toString()));
        inputs.forEach(input -> words.addAll(List.of("--input", "requests=" + input)));
        return words;
    }

    /** With a state of its own, where driver and executors both come. */
    private List<String> onSpark(String name, List<Path> inputs, String... more) {
        List<String> words = run(name, inputs);
        words.addAll(List.of(
                "--engine", "spark", "--state", folder.resolve(name + "-state").toString()));
        words.addAll(List.of(more));
        return words;
    }

    private static List<String> submit(String mode, List<String> command) {
        List<String> words = new ArrayList<>();
        Map<String, String> settings = Map.of(
                "spark.driver.memory", "512m",
                "spark.driver.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "spark.standalone.submit.waitAppCompletion", "true");
        settings.forEach((name, value) -> words.addAll(List.of("--conf", name + "=" + value)));
        words.addAll(List.of("--deploy-mode", mode, Packages.CLUSTER_JAR.toString()));
        words.addAll(command);
        return words;
    }

    private String said(StandaloneCluster cluster) {
        return driversSaid(cluster) + written("app-");
    }

    private String driversSaid(StandaloneCluster cluster) {
        StringBuilder all = new StringBuilder();
        for (String name : List.of("embedded", "launched", "submitted", "clustered")) {
            all.append(name).append(": ").append(cluster.text(name)).append('\n');
        }
        return all + written("driver-");
    }

    /** What processes that the worker has started wrote, by what the names of their folders begin with. */
    private String written(String prefix) {
        StringBuilder all = new StringBuilder();
        Path work = folder.resolve("work");
        try (Stream<Path> files = Files.walk(work)) {
            files.filter(file -> file.endsWith("stderr")
                            && work.relativize(file).toString().startsWith(prefix))
                    .forEach(file -> all.append(file)
                            .append(": ")
                            .append(StandaloneCluster.text(file))
                            .append('\n'));
        } catch (IOException | UncheckedIOException comingAndGoing) {
            all.append(comingAndGoing);
        }
        return all.toString();
    }

    /** Lines of an access log, some of them broken. */
    private Path write(String name, long seed) throws IOException {
        Random random = new Random(seed);
        ZonedDateTime time = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        Path file = folder.resolve(name);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < LINES; i++) {
                time = time.plusNanos(random.nextInt(200_000_000));
                out.write(
                        random.nextInt(100) == 0
                                ? "broken line " + i
                                : "10.0.0." + random.nextInt(50) + " - - [" + TIME.format(time) + "] \"GET /p/"
                                        + random.nextInt(30) + " HTTP/1.1\" " + (random.nextInt(10) == 0 ? 404 : 200)
                                        + " " + random.nextInt(9_000) + " \"-\" \"curl\"");
                out.write('\n');
            }
        }
        return file;
    }

    /** Every result file by name: its lines sorted, since the order of rows is not promised. */
    private Map<String, List<String>> files(String name) throws IOException {
        Map<String, List<String>> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file : files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList()) {
                contents.put(
                        file.getFileName().toString(),
                        Files.readAllLines(file).stream().sorted().toList());
            }
        }
        return contents;
    }
}
