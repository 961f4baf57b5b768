package io.nilometer.embedded.store;

import io.nilometer.core.deliver.Marks;
import io.nilometer.core.deliver.Outbox;
import io.nilometer.core.run.TemporaryDirectory;
import io.nilometer.core.state.Chunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of one pipeline on one machine: header, chunks, increments, outbox and marks. {@link #commit} is called
 * by one thread; outbox and marks by any. After {@link #close} every call throws {@link IllegalStateException}.
 */
public final class StateStore implements Outbox, Marks, AutoCloseable {

    private static final byte[] HEADER = Envelope.key("header");
    private static final byte[] LAST = Envelope.key("last");
    private static final byte[] INCARNATION = Envelope.key("incarnation");
    private static final byte[] FINISHED = Envelope.key("finished");

    private final StateDirectory directory;
    private final @Nullable TemporaryDirectory temporary;
    private final RocksFamilies rocks;
    private final CommitWitness witness;
    private final Map<String, Mark> marks = new HashMap<>();
    private final OutboxIndex outbox = new OutboxIndex();
    private String incarnation;
    private volatile long last;
    private long droppedUpTo = NONE;

    /** How far an output has come, as {@link Marks} has it. */
    private record Mark(long delivered, long written) {

        static Mark of(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new Mark(in.getLong(), in.getLong());
        }

        byte[] toBytes() {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(delivered)
                    .putLong(written)
                    .array();
        }
    }

    /** Takes increments, batch after batch. */
    public interface Recovery {
        void increments(long batch, byte[] bytes);
    }

    /**
     * Opens the state in this directory, or makes it.
     *
     * @throws io.nilometer.api.NilometerException {@code state-in-use}, {@code state-directory}, {@code state-format},
     *     {@code state-corrupt}, {@code disk-full} or {@code state-failed}
     */
    public static StateStore open(Path directory) {
        return new StateStore(StateDirectory.open(directory), null);
    }

    /** A store that is deleted when it is closed, and does not wait for the disk. */
    public static StateStore temporary() {
        TemporaryDirectory temporary = TemporaryDirectory.create("nilometer-state");
        return new StateStore(StateDirectory.open(temporary.path()), temporary);
    }

    private StateStore(StateDirectory directory, @Nullable TemporaryDirectory temporary) {
        this.directory = directory;
        this.temporary = temporary;
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            rocks = RocksFamilies.open(directory.path(), !directory.isMade(), temporary != null);
            opened.add(rocks);
            witness = CommitWitness.open(directory.witness());
            opened.add(witness);
            byte[] number = getMeta(LAST);
            last = number == null ? NONE : Envelope.number(number);
            witness.check(last);
            incarnation = known(INCARNATION);
            loadMarks();
            rocks.scan(rocks.outbox(), 0, (key, value) -> {
                outbox.add(Envelope.number(key), value.length);
                return true;
            });
            if (!directory.isMade()) {
                directory.made();
            }
        } catch (RuntimeException e) {
            try {
                closeAll(opened);
            } catch (IllegalStateException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private String known(byte[] name) {
        byte[] known = getMeta(name);
        if (known != null) {
            return new String(known, StandardCharsets.UTF_8);
        }
        String made = UUID.randomUUID().toString();
        byte[] bytes = made.getBytes(StandardCharsets.UTF_8);
        rocks.write(batch -> batch.put(rocks.meta(), name, Envelope.seal(name, bytes)));
        return made;
    }

    private void loadMarks() {
        rocks.scan(rocks.marks(), 0, (key, value) -> {
            String output = new String(key, StandardCharsets.UTF_8);
            marks.put(output, Mark.of(Envelope.open("the mark of " + output, key, value)));
            return true;
        });
    }

    public Path directory() {
        return directory.path();
    }

    /** Random id of this state, made when it was. */
    public String incarnation() {
        return incarnation;
    }

    /** Makes a batch durable: all of it, or nothing if the process dies. */
    public void commit(Commit commit) {
        if (commit.batch() <= last) {
            throw new IllegalArgumentException("batch " + commit.batch() + " committed after batch " + last);
        }
        byte[] key = Envelope.key(commit.batch());
        rocks.write(batch -> {
            batch.put(rocks.meta(), HEADER, Envelope.seal(HEADER, commit.header()));
            batch.put(rocks.meta(), LAST, Envelope.seal(LAST, key));
            if (commit.increments().length > 0) {
                batch.put(rocks.increments(), key, Envelope.seal(key, commit.increments()));
            }
            for (Chunk chunk : commit.chunks()) {
                byte[] bucket = Envelope.key(chunk.bucket());
                batch.put(rocks.chunks(), bucket, Envelope.seal(bucket, payload(chunk)));
            }
            if (commit.dropIncrementsUpTo() > droppedUpTo) {
                batch.deleteRange(
                        rocks.increments(),
                        Envelope.key(droppedUpTo + 1),
                        Envelope.key(commit.dropIncrementsUpTo() + 1));
            }
            if (commit.outbox().length > 0) {
                batch.put(rocks.outbox(), key, Envelope.seal(key, commit.outbox()));
            }
        });
        if (commit.outbox().length > 0) {
            outbox.add(commit.batch(), commit.outbox().length);
        }
        droppedUpTo = Math.max(droppedUpTo, commit.dropIncrementsUpTo());
        last = commit.batch();
        witness.saw(last);
    }

    private static byte[] payload(Chunk chunk) {
        return ByteBuffer.allocate(Long.BYTES + chunk.bytes().length)
                .putLong(chunk.asOfBatch())
                .put(chunk.bytes())
                .array();
    }

    /** The header of the last commit; empty when nothing has been committed. */
    public byte[] header() {
        byte[] header = getMeta(HEADER);
        return header == null ? new byte[0] : header;
    }

    /** The latest chunk of each bucket, one after the other, so that only one need be in memory. */
    public void chunks(Consumer<Chunk> recovery) {
        rocks.scan(rocks.chunks(), 0, (key, value) -> {
            byte[] payload = Envelope.open("bucket " + Envelope.number(key), key, value);
            byte[] bytes = Arrays.copyOfRange(payload, Long.BYTES, payload.length);
            recovery.accept(new Chunk((int) Envelope.number(key), Envelope.number(payload), bytes));
            return true;
        });
    }

    /** The increments that are kept, in the order of their batches. */
    public void increments(Recovery recovery) {
        rocks.scan(rocks.increments(), 0, (key, value) -> {
            long batch = Envelope.number(key);
            recovery.increments(batch, Envelope.open("increments of batch " + batch, key, value));
            return true;
        });
    }

    /** The pipeline has come to the end of a bounded input; there is nothing to go on with. */
    public void markFinished() {
        rocks.write(batch -> batch.put(rocks.meta(), FINISHED, Envelope.seal(FINISHED, new byte[] {1})));
    }

    public boolean isFinished() {
        return getMeta(FINISHED) != null;
    }

    /**
     * Forgets all state, and the rows that still wait for outputs: they would come again with those of the new beginning. What
     * follows is a new incarnation; numbers of batches go on.
     */
    public void forget() {
        String next = UUID.randomUUID().toString();
        rocks.write(batch -> {
            batch.put(rocks.meta(), INCARNATION, Envelope.seal(INCARNATION, next.getBytes(StandardCharsets.UTF_8)));
            batch.delete(rocks.meta(), HEADER);
            batch.delete(rocks.meta(), FINISHED);
            batch.deleteRange(rocks.chunks(), Envelope.key(0), Envelope.key(Long.MAX_VALUE));
            batch.deleteRange(rocks.increments(), Envelope.key(0), Envelope.key(Long.MAX_VALUE));
            batch.deleteRange(rocks.outbox(), Envelope.key(0), Envelope.key(Long.MAX_VALUE));
        });
        outbox.trim(Long.MAX_VALUE - 1);
        incarnation = next;
    }

    @Override
    public List<Stored> read(long after, long maxBytes) {
        List<Stored> found = new ArrayList<>();
        long[] bytes = {0};
        rocks.scan(rocks.outbox(), after + 1, (key, value) -> {
            long batch = Envelope.number(key);
            found.add(new Stored(batch, Envelope.open("rows of batch " + batch, key, value)));
            bytes[0] += value.length;
            return bytes[0] < maxBytes;
        });
        return found;
    }

    @Override
    public long last() {
        return last;
    }

    @Override
    public long bytes() {
        return outbox.bytes();
    }

    @Override
    public void trim(long upTo) {
        outbox.trim(upTo)
                .ifPresent(range -> rocks.writeQuickly(batch ->
                        batch.deleteRange(rocks.outbox(), Envelope.key(range.from()), Envelope.key(range.to()))));
    }

    @Override
    public synchronized OptionalLong delivered(String output) {
        Mark mark = marks.get(output);
        return mark == null ? OptionalLong.empty() : OptionalLong.of(mark.delivered());
    }

    @Override
    public synchronized long written(String output) {
        Mark mark = marks.get(output);
        return mark == null ? NONE : mark.written();
    }

    @Override
    public synchronized void delivered(String output, long batch, long written) {
        byte[] key = Envelope.key(output);
        Mark mark = new Mark(batch, written);
        rocks.writeQuickly(put -> put.put(rocks.marks(), key, Envelope.seal(key, mark.toBytes())));
        marks.put(output, mark);
    }

    @Override
    public synchronized void keepOnly(Set<String> outputs) {
        for (String output : List.copyOf(marks.keySet())) {
            if (!outputs.contains(output)) {
                rocks.writeQuickly(batch -> batch.delete(rocks.marks(), Envelope.key(output)));
                marks.remove(output);
            }
        }
    }

    @Override
    public void close() {
        closeAll(List.of(rocks, witness));
    }

    /** Closes all of them, whatever fails, and lets go of the directory last. */
    private void closeAll(List<AutoCloseable> opened) {
        List<AutoCloseable> all = new ArrayList<>(opened);
        all.add(directory);
        if (temporary != null) {
            all.add(temporary);
        }
        RuntimeException failure = null;
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("cannot close the state", e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private byte @Nullable [] getMeta(byte[] name) {
        byte[] sealed = rocks.get(rocks.meta(), name);
        return sealed == null ? null : Envelope.open(new String(name, StandardCharsets.UTF_8), name, sealed);
    }
}
