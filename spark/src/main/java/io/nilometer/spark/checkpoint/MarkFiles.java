package io.nilometer.spark.checkpoint;

import io.nilometer.core.deliver.Marks;
import io.nilometer.core.deliver.Outbox;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** A small file per output, replaced as the output comes further. */
public final class MarkFiles implements Marks {

    static final String DIRECTORY = "marks";

    private final CheckpointDirectory directory;
    private final Map<String, Mark> marks = new HashMap<>();

    /** As {@link Marks} has it. */
    private record Mark(long delivered, long written) {}

    MarkFiles(CheckpointDirectory directory) {
        this.directory = directory;
        directory.makeDirectory(DIRECTORY);
        for (String name : directory.list(DIRECTORY)) {
            if (!name.startsWith(".")) {
                String mark = new String(
                        Objects.requireNonNull(directory.read(DIRECTORY + "/" + name)), StandardCharsets.UTF_8);
                String[] numbers = mark.split(" ");
                marks.put(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        new Mark(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
            }
        }
    }

    @Override
    public synchronized OptionalLong delivered(String output) {
        Mark mark = marks.get(output);
        return mark == null ? OptionalLong.empty() : OptionalLong.of(mark.delivered());
    }

    @Override
    public synchronized long written(String output) {
        Mark mark = marks.get(output);
        return mark == null ? Outbox.NONE : mark.written();
    }

    @Override
    public void delivered(String output, long batch, long written) {
        directory.write(file(output), (batch + " " + written).getBytes(StandardCharsets.UTF_8), true);
        synchronized (this) {
            marks.put(output, new Mark(batch, written));
        }
    }

    @Override
    public synchronized void keepOnly(Set<String> outputs) {
        for (String output : List.copyOf(marks.keySet())) {
            if (!outputs.contains(output)) {
                directory.delete(file(output));
                marks.remove(output);
            }
        }
    }

    private static String file(String output) {
        return DIRECTORY + "/" + URLEncoder.encode(output, StandardCharsets.UTF_8);
    }
}
