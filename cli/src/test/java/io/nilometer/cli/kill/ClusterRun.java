package io.nilometer.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** {@code nilometer run} on a Spark cluster of real processes: the driver and two executors that it starts. */
final class ClusterRun implements AutoCloseable {

    private static final int LONGEST_SECONDS = 180;

    private final Process driver;
    private final Path log;
    private final Path commits;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    private ClusterRun(Process driver, Path log, Path commits) {
        this.driver = driver;
        this.log = log;
        this.commits = commits;
    }

    /** @param commits where Spark says which batches are done */
    static ClusterRun start(
            SparkHome home, Map<String, String> environment, Path log, Path commits, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + home.temporary(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED"));
        command.addAll(home.systemProperties());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.nilometer.cli.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(home.environment());
        builder.environment().putAll(environment);
        return new ClusterRun(builder.start(), log, commits);
    }

    /** The executors that are there now. Nothing else that the driver starts is a JVM. */
    List<ProcessHandle> executors() {
        List<ProcessHandle> now = driver.toHandle()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .toList();
        seen.addAll(now);
        return now;
    }

    /** The number of the last batch that is done; -1 when none is. */
    long lastBatch() {
        if (!Files.isDirectory(commits)) {
            return -1;
        }
        try (Stream<Path> files = Files.list(commits)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(-1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void waitFor(String what, BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!condition.getAsBoolean()) {
            executors();
            assertThat(System.nanoTime()).as("%s: %s", what, log()).isLessThan(deadline);
            assertThat(driver.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("%s: it ended before: %s", what, log())
                    .isFalse();
        }
    }

    /** {@code kill -9} for an executor. */
    void killAnExecutor() {
        ProcessHandle one = executors().get(0);
        assertThat(one.destroyForcibly()).isTrue();
        one.onExit().join();
    }

    /** {@code kill -9} for the driver; its executors notice by themselves. */
    void killDriver() throws InterruptedException {
        executors();
        driver.destroyForcibly().waitFor();
    }

    /** What {@code kill} does, Ctrl-C likewise. */
    void terminate() {
        driver.destroy();
    }

    int exitCode() throws Exception {
        waitForEnd();
        return driver.exitValue();
    }

    private void waitForEnd() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!driver.waitFor(100, TimeUnit.MILLISECONDS)) {
            executors();
            assertThat(System.nanoTime()).as("it ends: %s", log()).isLessThan(deadline);
        }
    }

    /** Fails when it ends meanwhile. */
    void letWork(int millis) throws InterruptedException {
        assertThat(driver.waitFor(millis, TimeUnit.MILLISECONDS))
                .as("it ended before: %s", log())
                .isFalse();
    }

    /** Fails when a process of this run goes on without its driver. */
    void assertNothingIsLeft() throws Exception {
        for (ProcessHandle process : seen) {
            assertThat(process.onExit()
                            .thenApply(gone -> true)
                            .completeOnTimeout(false, 90, TimeUnit.SECONDS)
                            .get())
                    .as("executor %s ends by itself", process.pid())
                    .isTrue();
        }
    }

    /** Also while it is written, and ends in the middle of a letter. */
    String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        executors();
        driver.destroyForcibly().onExit().join();
        seen.forEach(ProcessHandle::destroyForcibly);
    }
}
