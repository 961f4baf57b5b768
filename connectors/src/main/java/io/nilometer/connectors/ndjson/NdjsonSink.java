package io.nilometer.connectors.ndjson;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.disk.OwnFile;
import io.nilometer.connectors.json.RowJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows, syncs, then records how far the files are valid. A batch that was cut short, by a failure or a crash, is
 * cut off again before the next is written; a batch that was recorded is not written again.
 */
final class NdjsonSink implements Sink {

    /** Files up to this size are read whole before they are continued, which takes a second or less. */
    private static final long MOST_VERIFIED = 1L << 30;

    private final OutputFiles files;
    private final OwnedFiles owned;
    private final NdjsonSinkFactory.Existing existing;
    private final long maxSize;
    private final Consumer<String> notice;
    private final Set<String> full = new HashSet<>();
    private final Set<String> verified = new HashSet<>();
    private @Nullable Progress progress;
    private boolean clean;

    /** @param maxSize bytes after which a file gets no more rows */
    NdjsonSink(
            OutputFiles files,
            OwnedFiles owned,
            NdjsonSinkFactory.Existing existing,
            long maxSize,
            Consumer<String> notice) {
        this.files = files;
        this.owned = owned;
        this.existing = existing;
        this.maxSize = maxSize;
        this.notice = notice;
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
        Map<String, Written> written = new HashMap<>(valid.files());
        for (Rows rows : batch.outputs()) {
            String file = files.byRelation().get(rows.relation().name());
            if (file == null) {
                throw new IllegalStateException("rows of " + rows.relation().name() + " were not announced");
            }
            written.merge(file, append(file, rows), (before, more) -> before.plus(more.bytes(), more.checksum()));
        }
        for (Rows rows : batch.outputs()) {
            owned.channel(files.byRelation().get(rows.relation().name())).force(false);
        }
        Progress next = new Progress(batch.incarnation(), batch.number(), written);
        next.write(files.progress());
        progress = next;
        clean = true;
    }

    /** @return what the file has got */
    private Written append(String file, Rows rows) throws IOException {
        FileChannel channel = owned.channel(file);
        long before = channel.position();
        if (before >= maxSize) {
            if (full.add(file)) {
                notice.accept(files.folder().resolve(file) + " has reached its largest size of " + maxSize
                        + " bytes: further rows are not kept there");
            }
            return Written.NOTHING;
        }
        CRC32C crc = new CRC32C();
        OutputStream out =
                new CheckedOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), crc);
        RowJson.writeLines(rows.relation(), rows.rows(), out);
        out.flush();
        return new Written(channel.position() - before, (int) crc.getValue());
    }

    /**
     * Looks whether rows of a state may be written; changes nothing.
     *
     * @throws NilometerException when the files hold what another one has written, or the state is older or newer than they are
     */
    static void check(OutputFiles files, NdjsonSinkFactory.Existing existing, SinkFactory.StateMark state) {
        try {
            files.check();
            if (Files.isDirectory(files.folder())) {
                OwnedFiles.lock(files.folder()).close();
            }
            Progress found = Progress.read(files.progress()).orElse(null);
            boolean ours = found != null && found.incarnation().equals(state.incarnation());
            if (ours) {
                checkAge(files, found, state);
                checkContent(files, found);
            }
            for (String file : files.byRelation().values()) {
                if (!ours || !found.files().containsKey(file)) {
                    lengthAtStart(files.folder().resolve(file), existing);
                }
            }
        } catch (IOException e) {
            // It may pass until rows come: then it is tried again and told.
            return;
        }
    }

    private static void checkAge(OutputFiles files, Progress found, SinkFactory.StateMark state) {
        if (found.batch() > state.committed()) {
            throw new NilometerException(
                    "state-behind-results",
                    "the state is older than its results: it ends with batch " + state.committed() + ", those in "
                            + files.folder() + " with batch " + found.batch()
                            + ", so that rows of other records would be taken for written",
                    "put the newer state back; or the results that belong to this state, with "
                            + files.progress().getFileName() + "; or start from the beginning, with --forget and "
                            + "another folder for the results");
        }
        if (found.batch() < state.written()) {
            throw new NilometerException(
                    "results-behind-state",
                    "the results in " + files.folder() + " are older than the state: they end with batch "
                            + found.batch() + ", and rows up to batch " + state.written() + " had been written",
                    "put the newer results back, with " + files.progress().getFileName()
                            + "; or write what follows to another folder");
        }
    }

    private Progress begin(String incarnation) throws IOException {
        Progress found = Progress.read(files.progress()).orElse(null);
        clean = false;
        verified.clear();
        boolean ours = found != null && found.incarnation().equals(incarnation);
        Map<String, Written> written = new HashMap<>(ours ? found.files() : Map.of());
        for (String file : files.byRelation().values()) {
            if (!written.containsKey(file)) {
                long length = lengthAtStart(files.folder().resolve(file), existing);
                written.put(file, length == 0 ? Written.NOTHING : Written.of(owned.channel(file), length));
                verified.add(file);
            }
        }
        Progress started = new Progress(incarnation, ours ? found.batch() : -1, written);
        started.write(files.progress());
        return started;
    }

    /** Of a file that this incarnation has not written to yet. */
    private static long lengthAtStart(Path path, NdjsonSinkFactory.Existing existing) throws IOException {
        long size = Files.exists(path) ? Files.size(path) : 0;
        if (size > 0 && existing == NdjsonSinkFactory.Existing.REFUSE) {
            throw new NilometerException(
                    "results-exist",
                    path + " holds results of another run",
                    "move it away, choose another path, or say existing: append or existing: replace");
        }
        return existing == NdjsonSinkFactory.Existing.APPEND ? size : 0;
    }

    /** Also where no row will come: what stands there is taken for the result. */
    private static void checkContent(OutputFiles files, Progress found) throws IOException {
        for (String file : files.byRelation().values()) {
            Written written = found.files().getOrDefault(file, Written.NOTHING);
            Path path = files.folder().resolve(file);
            if (written.bytes() > 0 && !Files.exists(path)) {
                throw changed(files, file, "is gone");
            } else if (written.bytes() > 0) {
                try (FileChannel channel = FileChannel.open(path, LinkOption.NOFOLLOW_LINKS)) {
                    verify(files, file, channel, written);
                }
            }
        }
    }

    private static void verify(OutputFiles files, String file, FileChannel channel, Written written)
            throws IOException {
        if (channel.size() < written.bytes()) {
            throw changed(files, file, "is shorter than what was written to it");
        }
        if (written.bytes() <= MOST_VERIFIED
                && !Written.of(channel, written.bytes()).equals(written)) {
            throw changed(files, file, "holds something else than what was written to it: its checksum does not fit");
        }
    }

    /** Takes away what no progress vouches for, and makes all files, so that no rows is an empty file. */
    private void cutOff(Progress valid) throws IOException {
        for (String file : files.byRelation().values()) {
            FileChannel channel = owned.channel(file);
            Written written = valid.files().getOrDefault(file, Written.NOTHING);
            if (verified.add(file) || channel.size() < written.bytes()) {
                verify(files, file, channel, written);
            }
            channel.truncate(written.bytes());
            channel.position(written.bytes());
        }
        OwnFile.syncFolder(files.folder());
    }

    private static NilometerException changed(OutputFiles files, String file, String how) {
        return new NilometerException(
                "results-changed",
                files.folder().resolve(file) + " " + how,
                "put back what was there; or remove " + files.progress()
                        + " and say existing: append to go on with what is left");
    }

    @Override
    public void close() {
        try {
            owned.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a file in " + files.folder(), e);
        }
    }
}
