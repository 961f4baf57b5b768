package io.nilometer.spark.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nilometer.api.NilometerException;
import io.nilometer.api.disk.OwnFile;
import io.nilometer.core.run.DirectoryOwner;
import io.nilometer.core.scan.SlowRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of one pipeline on Spark: {@code query} is Spark's own checkpoint; beside it stand {@code identity},
 * {@code batches}, {@code marks}, {@code too-slow} and, when bounded input has come to its end, {@code finished}.
 */
public final class Checkpoint implements AutoCloseable {

    private static final int FORMAT = 2;
    private static final String IDENTITY = "identity";
    private static final String FINISHED = "finished";
    private static final String QUERY = "query";
    private static final List<String> OURS = List.of(
            IDENTITY,
            FINISHED,
            QUERY,
            BatchFiles.DIRECTORY,
            MarkFiles.DIRECTORY,
            SlowRecords.FILE,
            DirectoryOwner.FILE);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CheckpointDirectory directory;
    private final @Nullable DirectoryOwner owner;
    private final Identity identity;
    private final BatchFiles batches;
    private final MarkFiles marks;
    private final SlowNotes slow;

    /**
     * @param incarnation random id of this state, made when it was
     * @param shards into how many parts it is divided
     */
    private record Identity(int format, String pipeline, String incarnation, int shards) {}

    /**
     * What a run wants of the state it opens.
     *
     * @param pipeline its name
     * @param shards 0: as many as there are, or {@code usualShards} at the first start
     * @param forget drop what there is
     */
    public record Wanted(String pipeline, int shards, int usualShards, boolean forget) {}

    private Checkpoint(CheckpointDirectory directory, @Nullable DirectoryOwner owner, Identity identity) {
        this.directory = directory;
        this.owner = owner;
        this.identity = identity;
        this.batches = new BatchFiles(directory);
        this.marks = new MarkFiles(directory);
        this.slow = new SlowNotes(directory);
    }

    /**
     * Opens the state in this place, or makes it.
     *
     * @throws NilometerException when it cannot be used, is another pipeline's, or has another number of shards
     */
    public static Checkpoint open(Path path, Configuration configuration, Wanted wanted) {
        CheckpointDirectory directory = new CheckpointDirectory(path, configuration);
        checkOurs(directory);
        DirectoryOwner owner = directory.isLocal() ? own(path) : null;
        try {
            if (wanted.forget()) {
                // Identity last: what was begun to be forgotten is forgotten whole at the next start.
                for (String name : List.of(
                        QUERY, BatchFiles.DIRECTORY, MarkFiles.DIRECTORY, SlowRecords.FILE, FINISHED, IDENTITY)) {
                    directory.delete(name);
                }
            }
            dropUnbegun(directory);
            return new Checkpoint(directory, owner, identity(directory, wanted));
        } catch (RuntimeException e) {
            letGo(owner);
            throw e;
        }
    }

    /**
     * A process that was killed while Spark wrote down its first batch leaves a checkpoint that Spark does not open again: it
     * wants its folders either empty or with a batch. Nothing has been read by then.
     */
    private static void dropUnbegun(CheckpointDirectory directory) {
        List<String> planned = numbered(directory, QUERY + "/offsets");
        boolean begun = !numbered(directory, BatchFiles.DIRECTORY).isEmpty()
                || !numbered(directory, QUERY + "/commits").isEmpty()
                || planned.stream().anyMatch(batch -> isWhole(directory.text(QUERY + "/offsets/" + batch)));
        if (!begun) {
            directory.delete(QUERY);
        }
    }

    private static List<String> numbered(CheckpointDirectory directory, String folder) {
        return directory.list(folder).stream()
                .filter(name -> name.matches("\\d+"))
                .toList();
    }

    /** Of a file of Spark's: its version, its own line, and an offset of ours, which is an object. */
    private static boolean isWhole(String offsets) {
        return offsets.lines().count() >= 3 && offsets.strip().endsWith("}");
    }

    private static Identity identity(CheckpointDirectory directory, Wanted wanted) {
        byte[] written = directory.read(IDENTITY);
        try {
            if (written == null) {
                int shards = wanted.shards() > 0 ? wanted.shards() : wanted.usualShards();
                Identity made = new Identity(
                        FORMAT, wanted.pipeline(), UUID.randomUUID().toString(), shards);
                directory.write(IDENTITY, JSON.writeValueAsBytes(made), true);
                return made;
            }
            Identity found = JSON.readValue(written, Identity.class);
            check(directory.path(), found, wanted);
            return found;
        } catch (JsonProcessingException e) {
            throw new NilometerException(
                    "state-corrupt",
                    new Path(directory.path(), IDENTITY) + " cannot be read: " + e.getOriginalMessage(),
                    "restore it from a copy, or start anew: --forget",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(Path path, Identity found, Wanted wanted) {
        if (found.format() != FORMAT) {
            throw new NilometerException(
                    "state-format",
                    "the state in " + path + " has format " + found.format() + ", this version reads " + FORMAT,
                    "go on with the version that wrote it, or start anew: --forget");
        }
        if (!found.pipeline().equals(wanted.pipeline())) {
            throw new NilometerException(
                    "state-of-another",
                    "the state in " + path + " belongs to the pipeline " + found.pipeline(),
                    "give this pipeline another --state");
        }
        if (wanted.shards() > 0 && wanted.shards() != found.shards()) {
            throw new NilometerException(
                    "shards-changed",
                    "the state in " + path + " is divided into " + found.shards() + " shards, the pipeline asks for "
                            + wanted.shards(),
                    "write `shards: " + found.shards()
                            + "` under `spark`, or start with empty state: --forget, or another --state");
        }
    }

    private static void checkOurs(CheckpointDirectory directory) {
        for (String name : directory.list("")) {
            if (!OURS.contains(name) && !name.startsWith(".")) {
                throw new NilometerException(
                        "state-directory",
                        directory.path() + " is not a state directory of the Spark engine: it holds " + name,
                        "give another --state; state of the embedded engine cannot be taken over");
            }
        }
    }

    private static DirectoryOwner own(Path path) {
        java.nio.file.Path local = java.nio.file.Path.of(path.toUri().getPath());
        try {
            OwnFile.checkFolder(local);
            Files.createDirectories(local);
            OwnFile.checkTree(local);
            return DirectoryOwner.take(local);
        } catch (IOException e) {
            throw new NilometerException(
                    "state-directory",
                    "cannot use " + path + " for state: " + e,
                    "give a --state directory that this user can write to",
                    e);
        }
    }

    /** Where Spark's own checkpoint is. */
    public Path query() {
        return new Path(directory.path(), QUERY);
    }

    public Path path() {
        return directory.path();
    }

    /** Random id of this state, made when it was. */
    public String incarnation() {
        return identity.incarnation();
    }

    public int shards() {
        return identity.shards();
    }

    public BatchFiles batches() {
        return batches;
    }

    public MarkFiles marks() {
        return marks;
    }

    public SlowNotes slow() {
        return slow;
    }

    /** The pipeline has come to the end of a bounded input; there is nothing to go on with. */
    public void markFinished() {
        directory.write(FINISHED, "finished".getBytes(StandardCharsets.UTF_8), true);
    }

    public boolean isFinished() {
        return directory.read(FINISHED) != null;
    }

    @Override
    public void close() {
        letGo(owner);
    }

    private static void letGo(@Nullable DirectoryOwner owner) {
        if (owner != null) {
            try {
                owner.close();
            } catch (IOException e) {
                throw new IllegalStateException("cannot close the state", e);
            }
        }
    }
}
