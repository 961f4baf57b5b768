package io.nilometer.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/** The processes of a measurement. {@link #close} ends those that are left, and may be called from any thread. */
final class Processes implements AutoCloseable {

    private final Collection<Process> all = new ConcurrentLinkedDeque<>();
    private final List<String> java;

    /** @param java the command that starts a class, without the class */
    Processes(List<String> java) {
        this.java = java;
    }

    /** A started broker. */
    record Broker(Process process, String address) {
        double cpuSeconds() {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
        }
    }

    Broker broker() throws IOException {
        Process process = process(List.of("-XX:+UseParallelGC", "-Xmx512m"), BrokerProcess.class, List.of());
        String address = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (address == null) {
            throw new IOException("the broker did not start");
        }
        return new Broker(process, address);
    }

    /** Starts a class that measures itself. */
    Measured start(List<String> flags, Class<?> main, List<String> arguments) throws IOException {
        Process process = process(flags, main, arguments);
        return new Measured(main.getSimpleName(), process, () -> all.remove(process));
    }

    private Process process(List<String> flags, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(java);
        // Of two flags that contradict each other the later one counts.
        command.addAll(flags);
        command.add(main.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(new File("").getAbsoluteFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        all.add(process);
        return process;
    }

    /** The broker ends by itself when its input does, which lets it delete its data. */
    @Override
    public void close() {
        for (Process process : all) {
            try {
                process.outputWriter().close();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (IOException e) {
                process.destroyForcibly();
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        all.clear();
    }
}
