package io.nilometer.spark.checkpoint;

import io.nilometer.core.deliver.Marks;
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
    private final Map<String, Long> marks = new HashMap<>();

    MarkFiles(CheckpointDirectory directory) {
        this.directory = directory;
        directory.makeDirectory(DIRECTORY);
        for (String name : directory.list(DIRECTORY)) {
            if (!name.startsWith(".")) {
                String mark = new String(
                        Objects.requireNonNull(directory.read(DIRECTORY + "/" + name)), StandardCharsets.UTF_8);
                marks.put(URLDecoder.decode(name, StandardCharsets.UTF_8), Long.parseLong(mark));
            }
        }
    }

    @Override
    public synchronized OptionalLong delivered(String output) {
        Long mark = marks.get(output);
        return mark == null ? OptionalLong.empty() : OptionalLong.of(mark);
    }

    @Override
    public void delivered(String output, long batch) {
        directory.write(file(output), Long.toString(batch).getBytes(StandardCharsets.UTF_8), true);
        synchronized (this) {
            marks.put(output, batch);
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
