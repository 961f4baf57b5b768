package io.nilometer.cli.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Spark master and a worker on the loopback address, from a Spark home that holds Spark's jars and nothing of ours. */
final class StandaloneCluster implements AutoCloseable {

    private static final int LONGEST_SECONDS = 120;
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<String> OPENED = List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED");

    private final Path folder;
    private final Path home;
    private final int port = freePort();
    private final int page = freePort();
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path folder) throws IOException {
        this.folder = folder;
        home = folder.resolve("spark");
        Files.createDirectories(home.resolve("jars"));
        for (Path jar : Packages.sparksJars()) {
            Files.createSymbolicLink(home.resolve("jars").resolve(jar.getFileName()), jar);
        }
    }

    /** @param folder for its home, logs and work */
    static StandaloneCluster start(Path folder) throws IOException, InterruptedException {
        StandaloneCluster cluster = new StandaloneCluster(folder);
        try {
            String port = String.valueOf(cluster.port);
            cluster.server(
                    "master", "master.Master", "--host", LOOPBACK, "--port", port, "--webui-port", "" + cluster.page);
            cluster.server(
                    "worker",
                    "worker.Worker",
                    "--host",
                    LOOPBACK,
                    "--webui-port",
                    "0",
                    "--cores",
                    "4",
                    "--memory",
                    "4g",
                    "--work-dir",
                    folder.resolve("work").toString(),
                    cluster.url());
            cluster.await("\"aliveworkers\" : 1");
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    String url() {
        return "spark://" + LOOPBACK + ":" + port;
    }

    /** Waits until the master's page says this. */
    void await(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!status().contains(text)) {
            if (System.nanoTime() > deadline || processes.stream().anyMatch(process -> !process.isAlive())) {
                throw new AssertionError("no " + text + " in " + status() + text("master") + text("worker"));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** What the {@code spark-submit} of a distribution does. */
    Process submit(String name, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit", "--master", url()));
        words.addAll(arguments);
        return java(name, "-Xmx512m", List.of("-cp", home.resolve("jars") + "/*"), words);
    }

    /** What the launcher does. */
    Process launch(String name, List<String> properties, List<String> arguments) throws IOException {
        List<String> options = new ArrayList<>(properties);
        options.add("-jar");
        options.add(Packages.LAUNCHERS_JAR.toString());
        return java(name, "-Xmx512m", options, arguments);
    }

    /** What a process has said. */
    String text(String name) {
        return text(folder.resolve(name + ".out"));
    }

    /** Also of a file that is written meanwhile, and ends in the middle of a letter. */
    static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void server(String name, String type, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("org.apache.spark.deploy." + type));
        words.addAll(List.of(arguments));
        processes.add(java(name, "-Xmx128m", List.of("-cp", home.resolve("jars") + "/*"), words));
    }

    private Process java(String name, String memory, List<String> options, List<String> words) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve(name + "-tmp"));
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElse("java"), memory, "-XX:+UseSerialGC"));
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(OPENED);
        command.addAll(options);
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new java.io.File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".out").toFile());
        // The last is what a distribution's scripts set.
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", home.toString(), "SPARK_LOCAL_IP", LOOPBACK, "SPARK_SCALA_VERSION", "2.13"));
        return builder.start();
    }

    private String status() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + page + "/json/"))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return notYet.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends master, worker, and executors that are still there. */
    @Override
    public void close() {
        for (Process process : processes) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            children.forEach(child -> child.destroyForcibly());
        }
    }
}
