package io.nilometer.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle, again and again: the files must be those of an undisturbed run. */
class KillTest {

    private static final int KILLS = 10;
    private static final int LINES = 200_000;
    private static final long SEED = 4711;

    @TempDir
    private Path folder;

    @Test
    @Timeout(1_200)
    void ten_kills_leave_the_results_and_the_ledger_of_an_undisturbed_run() throws Exception {
        List<Path> inputs = List.of(write("a.log", SEED), write("b.log", SEED + 1));
        runToTheEnd(inputs, "calm");
        Random random = new Random(SEED);
        int kills = 0;
        for (int attempt = 0; kills < KILLS; attempt++) {
            assertThat(attempt)
                    .as("runs that ended before they could be killed")
                    .isLessThan(KILLS * 5);
            kills += killed(run(inputs, "killed"), random) ? 1 : 0;
            if (Files.exists(folder.resolve("killed/ledger.json")) && kills < KILLS) {
                deleteAll("killed");
            }
        }
        if (!Files.exists(folder.resolve("killed/ledger.json"))) {
            runToTheEnd(inputs, "killed");
        }
        assertThat(ResultFiles.of(folder.resolve("killed"))).isEqualTo(ResultFiles.of(folder.resolve("calm")));
    }

    /** Kills the process some time after it has begun to write state; false when it had ended by then. */
    private boolean killed(Process process, Random random) throws InterruptedException {
        Path database = folder.resolve("killed-state/log-analysis/db");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (process.isAlive() && !Files.exists(database) && System.nanoTime() < deadline) {
            process.waitFor(5, TimeUnit.MILLISECONDS);
        }
        boolean ended = process.waitFor(1_000 + random.nextInt(1_500), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        return !ended;
    }

    private void runToTheEnd(List<Path> inputs, String name) throws Exception {
        Process process = run(inputs, name);
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS))
                    .as("it ends: %s", log(name))
                    .isTrue();
            assertThat(process.exitValue()).as(log(name)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process run(List<Path> inputs, String name) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.nilometer.cli.Main",
                "run",
                pipeline().toString(),
                "--until-end",
                "--results",
                folder.resolve(name).toString(),
                "--state",
                folder.resolve(name + "-state").toString()));
        inputs.forEach(input -> command.addAll(List.of("--input", "logs=" + input)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".out").toFile()))
                .start();
    }

    private static Path pipeline() {
        return Path.of("..")
                .resolve("pipelines/log-analysis.yaml")
                .toAbsolutePath()
                .normalize();
    }

    private Path write(String name, long seed) throws IOException {
        Path file = folder.resolve(name);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            LogLines.write(seed, LINES, out::println);
        }
        return file;
    }

    private void deleteAll(String name) throws IOException {
        for (String part : List.of(name, name + "-state")) {
            try (Stream<Path> paths = Files.walk(folder.resolve(part))) {
                for (Path path :
                        paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".out"));
    }
}
