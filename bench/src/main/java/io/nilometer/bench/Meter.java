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

/**
 * Measures the process it is in while it reads a topic. The first quarter of the topic is warm-up: the rate is that of the
 * rest. Used by one thread.
 */
final class Meter {

    private static final double WARM_UP = 0.25;

    private final long total;
    private final StringJoiner numbers = new StringJoiner(" ", Sample.PREFIX, "");
    private long warm = -1;
    private long warmRecords;
    private double warmCpu;
    private boolean ended;

    Meter(long total) {
        this.total = total;
    }

    /** So many records have been dealt with by now. */
    void reached(long records) {
        if (warm < 0 && records >= total * WARM_UP) {
            warm = System.nanoTime();
            warmRecords = records;
            warmCpu = cpuSeconds();
        }
        if (!ended && records >= total) {
            ended = true;
            double events = records - warmRecords;
            add("events_per_second", events / (System.nanoTime() - warm) * 1e9);
            add("cpu_ns_per_event", (cpuSeconds() - warmCpu) / events * 1e9);
        }
    }

    void add(String name, double value) {
        numbers.add(name + "=" + String.format(Locale.ROOT, "%.4f", value));
    }

    /** Adds what is known at the end of the process, and prints everything for the process that measures. */
    void print() throws IOException {
        if (!ended) {
            throw new IllegalStateException("the topic was not read to its end");
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
