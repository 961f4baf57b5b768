package io.nilometer.bench;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/** Measures the process it is in, from {@link #begin} to {@link #end}. Used by one thread. */
final class Meter {

    private final StringJoiner numbers = new StringJoiner(" ", Sample.PREFIX, "");
    private long beginNanos = System.nanoTime();
    private long beginRecords;
    private double beginCpu = cpuSeconds();
    private boolean ended;

    /** What is measured begins now, after so many records; when this is not called, where the meter was made. */
    void begin(long records) {
        beginNanos = System.nanoTime();
        beginRecords = records;
        beginCpu = cpuSeconds();
    }

    /** It ends now, after so many records. */
    void end(long records) {
        ended = true;
        double events = records - beginRecords;
        add("events_per_second", events / (System.nanoTime() - beginNanos) * 1e9);
        add("cpu_ns_per_event", (cpuSeconds() - beginCpu) / events * 1e9);
    }

    void add(String name, double value) {
        numbers.add(name + "=" + String.format(Locale.ROOT, "%.4f", value));
    }

    /** Adds what is known at the end of the process, and prints everything for the process that measures. */
    void print() throws IOException {
        if (!ended) {
            throw new IllegalStateException("what is measured has not ended");
        }
        add("cpu_seconds", cpuSeconds());
        add(
                "gc_seconds",
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                                .sum()
                        / 1e3);
        add("peak_rss_mb", proc("status", "VmHWM:") / 1024);
        add("written_mb", proc("io", "write_bytes:") / (1 << 20));
        System.out.println(numbers);
    }

    static double secondsSinceStart() {
        Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
        return Duration.between(start, Instant.now()).toNanos() / 1e9;
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static double proc(String file, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self", file)).stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(
                        line.substring(name.length()).replace("kB", "").trim()))
                .findFirst()
                .orElseThrow();
    }
}
