package io.nilometer.connectors;

import io.nilometer.api.Component;
import io.nilometer.api.Options;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Drives a source as an engine does: polls, keeps what came by partition, and remembers where each batch ends. */
public final class SourceReader implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Source source;
    private final Map<String, List<String>> records = new LinkedHashMap<>();
    private final Map<String, List<Long>> positions = new LinkedHashMap<>();
    private final Map<String, String> resume = new HashMap<>();
    private final List<RecordBatch> batches = new ArrayList<>();
    private final List<String> notices;

    public SourceReader(Source source, Map<String, String> from, List<String> notices) {
        this.source = source;
        this.notices = notices;
        source.open(from);
        resume.putAll(from);
        source.partitions()
                .forEach(status -> resume.putIfAbsent(status.partition().name(), status.resume()));
    }

    public static Options options(Component factory, Object... pairs) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            String name = (String) pairs[i];
            Object raw = pairs[i + 1];
            factory.spec().options().stream()
                    .filter(option -> option.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            option -> values.put(name, option.type().parser().apply(raw)), () -> {
                                throw new IllegalArgumentException(name);
                            });
        }
        return new Options(values);
    }

    public static SourceContext context(Path directory, boolean untilEnd, int maxRecordBytes, List<String> notices) {
        return context(directory, untilEnd, maxRecordBytes, 256, notices);
    }

    public static SourceContext context(
            Path directory, boolean untilEnd, int maxRecordBytes, int openFiles, List<String> notices) {
        return new SourceContext(
                "p", "s", directory, untilEnd, maxRecordBytes, openFiles, StandardCharsets.UTF_8, null, notices::add);
    }

    public static SourceReader open(
            SourceFactory factory, Path directory, boolean untilEnd, Map<String, String> from, Object... options) {
        List<String> notices = new CopyOnWriteArrayList<>();
        Source source = factory.create(options(factory, options), context(directory, untilEnd, 1 << 20, notices));
        return new SourceReader(source, from, notices);
    }

    public Source source() {
        return source;
    }

    public List<String> notices() {
        return notices;
    }

    public List<RecordBatch> batches() {
        return batches;
    }

    /** What a restart would be given now. */
    public Map<String, String> resume() {
        return Map.copyOf(resume);
    }

    public List<String> all() {
        return records.values().stream().flatMap(List::stream).toList();
    }

    public Map<String, List<String>> byPartition() {
        return records;
    }

    public List<Long> positions(String partition) {
        return positions.getOrDefault(partition, List.of());
    }

    public void poll(Duration wait) {
        source.poll(
                batch -> {
                    batches.add(batch);
                    resume.put(batch.partition().name(), batch.resume());
                    List<String> texts =
                            records.computeIfAbsent(batch.partition().name(), name -> new ArrayList<>());
                    List<Long> places =
                            positions.computeIfAbsent(batch.partition().name(), name -> new ArrayList<>());
                    for (int i = 0; i < batch.size(); i++) {
                        texts.add(new String(batch.copy(i), StandardCharsets.UTF_8));
                        places.add(batch.position(i));
                    }
                },
                wait);
        for (Source.PartitionStatus status : source.partitions()) {
            if (status.progress() == Source.Progress.GONE) {
                resume.remove(status.partition().name());
            } else {
                resume.put(status.partition().name(), status.resume());
            }
        }
    }

    /** Polls until something is so; fails when it takes too long. */
    public void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not so after " + PATIENCE + "; read " + all().size() + " records, notices "
                        + notices + ", " + source.partitions());
            }
            poll(Duration.ofMillis(20));
        }
    }

    public SourceReader untilRecords(int count) {
        until(() -> all().size() >= count);
        return this;
    }

    public SourceReader untilProgress(Source.Progress progress) {
        until(() -> !source.partitions().isEmpty()
                && source.partitions().stream().allMatch(status -> status.progress() == progress));
        return this;
    }

    public PartitionId onlyPartition() {
        return source.partitions().stream()
                .map(Source.PartitionStatus::partition)
                .filter(partition -> !partition.isNote())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        source.close();
    }
}
