package io.nilometer.connectors.ndjson;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Sink;
import io.nilometer.connectors.json.RowJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows, syncs, then records how far the files are valid. A batch that was cut short, by a failure or a crash, is
 * cut off again before the next is written; a batch that was recorded is not written again.
 */
final class NdjsonSink implements Sink {

    private final OutputFiles files;
    private final NdjsonSinkFactory.Existing existing;
    private final long maxSize;
    private final Consumer<String> notice;
    private final Set<String> full = new HashSet<>();
    private final Map<String, FileChannel> channels = new HashMap<>();
    private @Nullable Progress progress;
    private boolean clean;

    /** @param maxSize bytes after which a file gets no more rows */
    NdjsonSink(OutputFiles files, NdjsonSinkFactory.Existing existing, long maxSize, Consumer<String> notice) {
        this.maxSize = maxSize;
        this.notice = notice;
        this.files = files;
        this.existing = existing;
    }

    @Override
    public void write(Batch batch) throws IOException {
        Progress valid = progress;
        if (valid == null || !valid.incarnation().equals(batch.incarnation())) {
            valid = begin(batch.incarnation());
            progress = valid;
        }
        if (batch.number() <= valid.batch()) {
            return;
        }
        if (!clean) {
            cutOff(valid);
            clean = true;
        }
        if (batch.outputs().stream().allMatch(rows -> rows.rows().isEmpty())) {
            return;
        }
        clean = false;
        Map<String, Long> lengths = new HashMap<>(valid.lengths());
        for (Rows rows : batch.outputs()) {
            String file = files.byRelation().get(rows.relation().name());
            if (file == null) {
                throw new IllegalStateException("rows of " + rows.relation().name() + " were not announced");
            }
            lengths.put(file, append(file, rows));
        }
        for (Rows rows : batch.outputs()) {
            channel(files.byRelation().get(rows.relation().name())).force(false);
        }
        Progress next = new Progress(batch.incarnation(), batch.number(), lengths);
        next.write(files.progress());
        progress = next;
        clean = true;
    }

    /** @return the file's length now */
    private long append(String file, Rows rows) throws IOException {
        FileChannel channel = channel(file);
        if (channel.position() >= maxSize) {
            if (full.add(file)) {
                notice.accept(files.folder().resolve(file) + " has reached its largest size of " + maxSize
                        + " bytes: further rows are not kept there");
            }
            return channel.position();
        }
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        RowJson.writeLines(rows.relation(), rows.rows(), out);
        out.flush();
        return channel.position();
    }

    /**
     * Looks whether rows of an incarnation may be written; changes nothing.
     *
     * @throws NilometerException when the files hold what another one has written
     */
    void check(String incarnation) {
        try {
            Progress found = Progress.read(files.progress()).orElse(null);
            boolean ours = found != null && found.incarnation().equals(incarnation);
            for (String file : files.byRelation().values()) {
                if (!ours || !found.lengths().containsKey(file)) {
                    lengthAtStart(files.folder().resolve(file));
                }
            }
        } catch (IOException e) {
            // It may pass until rows come: then it is tried again and told.
            return;
        }
    }

    private Progress begin(String incarnation) throws IOException {
        Files.createDirectories(files.folder());
        Progress found = Progress.read(files.progress()).orElse(null);
        clean = false;
        boolean ours = found != null && found.incarnation().equals(incarnation);
        Map<String, Long> lengths = new HashMap<>(ours ? found.lengths() : Map.of());
        for (String file : files.byRelation().values()) {
            if (!lengths.containsKey(file)) {
                lengths.put(file, lengthAtStart(files.folder().resolve(file)));
            }
        }
        Progress started = new Progress(incarnation, ours ? found.batch() : -1, lengths);
        started.write(files.progress());
        return started;
    }

    /** Of a file that this incarnation has not written to yet. */
    private long lengthAtStart(Path path) throws IOException {
        long size = Files.exists(path) ? Files.size(path) : 0;
        if (size > 0 && existing == NdjsonSinkFactory.Existing.REFUSE) {
            throw new NilometerException(
                    "results-exist",
                    path + " holds results of another run",
                    "move it away, choose another path, or say existing: append or existing: replace");
        }
        return existing == NdjsonSinkFactory.Existing.APPEND ? size : 0;
    }

    /** Takes away what no progress vouches for, and makes all files, so that no rows is an empty file. */
    private void cutOff(Progress valid) throws IOException {
        for (String file : files.byRelation().values()) {
            FileChannel channel = channel(file);
            long length = valid.lengths().getOrDefault(file, 0L);
            if (channel.size() < length) {
                throw new NilometerException(
                        "results-changed",
                        files.folder().resolve(file) + " is shorter than what was written to it",
                        "put back what was removed; or remove " + files.progress()
                                + " and say existing: append to go on with what is left");
            }
            channel.truncate(length);
            channel.position(length);
        }
        Progress.sync(files.folder());
    }

    private FileChannel channel(String file) throws IOException {
        FileChannel open = channels.get(file);
        if (open == null) {
            Path path = files.folder().resolve(file);
            Files.createDirectories(path.getParent());
            open = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channels.put(file, open);
        }
        return open;
    }

    @Override
    public void close() {
        for (FileChannel channel : channels.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("closing a file in " + files.folder(), e);
            }
        }
        channels.clear();
    }
}
