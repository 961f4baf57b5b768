package io.nilometer.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** {@code nilometer} with some arguments, as a process of its own in a folder of its own. */
final class Program implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_SECONDS = 180;

    private final Path folder;
    private final Process process;

    private Program(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** @param folder where it runs; also holds its output and its temporary files */
    static Program start(Path folder, String... arguments) throws IOException {
        return start(folder, command(folder, "", arguments));
    }

    /**
     * What starts it.
     *
     * @param terminals as the launcher would say
     */
    static List<String> command(Path folder, String terminals, String... arguments) throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Dnilometer.terminal=" + terminals,
                "-cp",
                System.getProperty("java.class.path"),
                "io.nilometer.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a command that has it within, such as a pipe. */
    static Program start(Path folder, List<String> command) throws IOException {
        return new Program(
                folder,
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .redirectOutput(folder.resolve("out").toFile())
                        .redirectError(folder.resolve("err").toFile())
                        .start());
    }

    /** Runs it to its end. */
    static Program run(Path folder, String... arguments) throws IOException, InterruptedException {
        Program program = start(folder, arguments);
        program.exitCode();
        return program;
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("it did not end: " + out() + err());
        }
        return process.exitValue();
    }

    /** What {@code kill} does, Ctrl-C likewise. */
    void terminate() {
        process.destroy();
    }

    /** @param signal such as INT, which is Ctrl-C */
    void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    void waitUntil(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s: %s%s", what, out(), err()).isLessThan(deadline);
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS))
                    .as("%s: it ended before: %s%s", what, out(), err())
                    .isFalse();
        }
    }

    String out() {
        return text("out");
    }

    String err() {
        return text("err");
    }

    /** What is left in the folder for temporary files; those that the JVM keeps for its tools are not ours. */
    List<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .toList();
        }
    }

    /** The rows of an output of {@code --results results}. */
    List<JsonNode> rows(String output) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("results").resolve(output + ".ndjson"))) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    /** The ledger of a stream, balanced. */
    JsonNode ledger(String stream) throws IOException {
        JsonNode ledger =
                JSON.readTree(folder.resolve("results/ledger.json").toFile()).get(stream);
        long sum = 0;
        for (String way : List.of("used", "filtered", "duplicate", "late", "rejected")) {
            sum += ledger.get(way).asLong();
        }
        assertThat(sum).as("the ledger %s", ledger).isEqualTo(ledger.get("read").asLong());
        return ledger;
    }

    private String text(String file) {
        try {
            return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
