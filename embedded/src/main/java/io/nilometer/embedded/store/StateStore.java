package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import io.nilometer.core.deliver.Marks;
import io.nilometer.core.deliver.Outbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The durable state of one pipeline on one machine: header, chunks, increments, outbox and marks. {@link #commit} is called
 * by one thread; outbox and marks by any.
 */
public final class StateStore implements Outbox, Marks, AutoCloseable {

    /** What the outbox counts for a batch beside its rows. */
    private static final long BATCH_CHARGE = 64;

    private static final String HEADER = "header";
    private static final String LAST = "last";
    private static final String INCARNATION = "incarnation";
    private static final String FINISHED = "finished";

    private final StateDirectory directory;
    private final RocksFamilies rocks;
    private final WriteOptions synced;
    private final WriteOptions quick;
    private String incarnation;
    private final Map<String, Long> marks = new HashMap<>();
    private final AtomicLong outboxBytes = new AtomicLong();
    private volatile long last;
    private long droppedUpTo = -1;
    private boolean closed;

    /** What {@link #recover} takes out of the store. */
    public interface Recovery {
        void increments(long batch, byte[] bytes);
    }

    /** @param header empty when nothing has been committed */
    public record Recovered(byte[] header, List<Chunk> chunks) {}

    /** Opens the state in this directory, or makes it. */
    public static StateStore open(Path directory) {
        return new StateStore(StateDirectory.open(directory));
    }

    /** A store that is deleted when it is closed, and does not wait for the disk. */
    public static StateStore temporary() {
        return new StateStore(StateDirectory.temporary());
    }

    private StateStore(StateDirectory directory) {
        this.directory = directory;
        try {
            rocks = RocksFamilies.open(directory.path());
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
        quick = new WriteOptions().setSync(false).setDisableWAL(directory.isTemporary());
        synced = new WriteOptions().setSync(!directory.isTemporary()).setDisableWAL(directory.isTemporary());
        byte[] known = getMeta(INCARNATION);
        incarnation = known == null ? UUID.randomUUID().toString() : new String(known, StandardCharsets.UTF_8);
        if (known == null) {
            putMeta(INCARNATION, incarnation.getBytes(StandardCharsets.UTF_8), synced);
        }
        byte[] number = getMeta(LAST);
        last = number == null ? NONE : Envelope.number(number);
        rocks.scan(rocks.marks(), 0, (key, value) -> {
            String output = new String(key, StandardCharsets.UTF_8);
            marks.put(output, Envelope.number(Envelope.open("the mark of " + output, key, value)));
            return true;
        });
        rocks.scan(rocks.outbox(), 0, (key, value) -> {
            outboxBytes.addAndGet(value.length + BATCH_CHARGE);
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
        try (WriteBatch batch = new WriteBatch(
                commit.header().length + commit.increments().length + commit.outbox().length + 4096)) {
            byte[] key = Envelope.key(commit.batch());
            batch.put(rocks.meta(), Envelope.key(HEADER), Envelope.seal(Envelope.key(HEADER), commit.header()));
            batch.put(rocks.meta(), Envelope.key(LAST), Envelope.seal(Envelope.key(LAST), key));
            if (commit.increments().length > 0) {
                batch.put(rocks.increments(), key, Envelope.seal(key, commit.increments()));
            }
            for (Chunk chunk : commit.chunks()) {
                byte[] bucket = Envelope.key(chunk.bucket());
                byte[] payload = new byte[Long.BYTES + chunk.bytes().length];
                System.arraycopy(Envelope.key(chunk.asOfBatch()), 0, payload, 0, Long.BYTES);
                System.arraycopy(chunk.bytes(), 0, payload, Long.BYTES, chunk.bytes().length);
                batch.put(rocks.chunks(), bucket, Envelope.seal(bucket, payload));
            }
            if (commit.dropIncrementsUpTo() > droppedUpTo) {
                batch.deleteRange(rocks.increments(), Envelope.key(droppedUpTo + 1), Envelope.key(commit.dropIncrementsUpTo() + 1));
                droppedUpTo = commit.dropIncrementsUpTo();
            }
            if (commit.outbox().length > 0) {
                byte[] sealed = Envelope.seal(key, commit.outbox());
                batch.put(rocks.outbox(), key, sealed);
                outboxBytes.addAndGet(sealed.length + BATCH_CHARGE);
            }
            rocks.db().write(synced, batch);
            last = commit.batch();
        } catch (RocksDBException e) {
            throw RocksFamilies.failed("cannot write the state in " + directory.path(), e);
        }
    }

    /** Header and chunks of the last commit; gives the increments that are newer than the oldest chunk, in order. */
    public Recovered recover() {
        byte[] header = getMeta(HEADER);
        List<Chunk> chunks = new ArrayList<>();
        rocks.scan(rocks.chunks(), 0, (key, value) -> {
            byte[] payload = Envelope.open("bucket " + Envelope.number(key), key, value);
            byte[] bytes = new byte[payload.length - Long.BYTES];
            System.arraycopy(payload, Long.BYTES, bytes, 0, bytes.length);
            chunks.add(new Chunk((int) Envelope.number(key), Envelope.number(payload), bytes));
            return true;
        });
        return new Recovered(header == null ? new byte[0] : header, chunks);
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
        putMeta(FINISHED, new byte[] {1}, synced);
    }

    public boolean isFinished() {
        return getMeta(FINISHED) != null;
    }

    /** Forgets all state, but not what waits for outputs; what follows is a new incarnation. */
    public void forget() {
        String next = UUID.randomUUID().toString();
        try (WriteBatch batch = new WriteBatch()) {
            byte[] key = Envelope.key(INCARNATION);
            batch.put(rocks.meta(), key, Envelope.seal(key, next.getBytes(StandardCharsets.UTF_8)));
            batch.delete(rocks.meta(), Envelope.key(HEADER));
            batch.delete(rocks.meta(), Envelope.key(FINISHED));
            batch.deleteRange(rocks.chunks(), Envelope.key(0), Envelope.key(Long.MAX_VALUE));
            batch.deleteRange(rocks.increments(), Envelope.key(0), Envelope.key(Long.MAX_VALUE));
            rocks.db().write(synced, batch);
            incarnation = next;
        } catch (RocksDBException e) {
            throw RocksFamilies.failed("cannot write the state in " + directory.path(), e);
        }
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
        return outboxBytes.get();
    }

    @Override
    public void trim(long upTo) {
        long[] freed = {0};
        rocks.scan(rocks.outbox(), 0, (key, value) -> {
            if (Envelope.number(key) > upTo) {
                return false;
            }
            freed[0] += value.length + BATCH_CHARGE;
            return true;
        });
        if (freed[0] > 0) {
            try {
                rocks.db().deleteRange(rocks.outbox(), quick, Envelope.key(0), Envelope.key(upTo + 1));
                outboxBytes.addAndGet(-freed[0]);
            } catch (RocksDBException e) {
                throw RocksFamilies.failed("cannot write the state in " + directory.path(), e);
            }
        }
    }

    @Override
    public synchronized OptionalLong delivered(String output) {
        Long mark = marks.get(output);
        return mark == null ? OptionalLong.empty() : OptionalLong.of(mark);
    }

    @Override
    public synchronized void delivered(String output, long batch) {
        byte[] key = Envelope.key(output);
        put(rocks.marks(), key, Envelope.key(batch), quick);
        marks.put(output, batch);
    }

    @Override
    public synchronized void keepOnly(Set<String> outputs) {
        for (String output : List.copyOf(marks.keySet())) {
            if (!outputs.contains(output)) {
                try {
                    rocks.db().delete(rocks.marks(), quick, Envelope.key(output));
                } catch (RocksDBException e) {
                    throw RocksFamilies.failed("cannot write the state in " + directory.path(), e);
                }
                marks.remove(output);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            synced.close();
            quick.close();
            rocks.close();
            directory.close();
        }
    }

    private byte @Nullable [] getMeta(String name) {
        byte[] key = Envelope.key(name);
        try {
            byte[] sealed = rocks.db().get(rocks.meta(), key);
            return sealed == null ? null : Envelope.open(name, key, sealed);
        } catch (RocksDBException e) {
            throw RocksFamilies.failed("cannot read the state in " + directory.path(), e);
        }
    }

    private void putMeta(String name, byte[] value, WriteOptions how) {
        put(rocks.meta(), Envelope.key(name), value, how);
    }

    private void put(ColumnFamilyHandle family, byte[] key, byte[] value, WriteOptions how) {
        try {
            rocks.db().put(family, how, key, Envelope.seal(key, value));
        } catch (RocksDBException e) {
            throw RocksFamilies.failed("cannot write the state in " + directory.path(), e);
        }
    }
}
