package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The database and its column families. What lives long (chunks) and what is soon gone (increments, outbox) is kept apart,
 * so that compaction does not rewrite one for the other. A call after {@link #close} throws: RocksDB itself would end the
 * process.
 */
final class RocksFamilies implements AutoCloseable {

    /** Damage comes not only as a corruption: a missing or shortened file is an IO error. */
    private static final List<String> DAMAGE =
            List.of("orruption", "orrupted", "checksum mismatch", "No such file", "does not exist");

    private final Path directory;
    private final RocksSettings settings;
    private final List<ColumnFamilyHandle> handles;
    private final RocksDB db;
    private final WriteOptions synced;
    private final WriteOptions quick;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private RocksFamilies(
            Path directory, RocksSettings settings, List<ColumnFamilyHandle> handles, RocksDB db, boolean temporary) {
        this.directory = directory;
        this.settings = settings;
        this.handles = handles;
        this.db = db;
        this.quick = new WriteOptions().setSync(false).setDisableWAL(temporary);
        this.synced = new WriteOptions().setSync(!temporary).setDisableWAL(temporary);
    }

    /**
     * @param create whether an empty database may be made
     * @param temporary writes do not wait for the disk, and are gone with the process
     */
    static RocksFamilies open(Path directory, boolean create, boolean temporary) {
        RocksLibrary.load();
        RocksSettings settings = new RocksSettings(create);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            RocksDB db =
                    RocksDB.open(settings.database(), directory.resolve("db").toString(), settings.families(), handles);
            return new RocksFamilies(directory, settings, handles, db, temporary);
        } catch (RocksDBException e) {
            settings.close();
            throw failed("cannot open the state in " + directory, e);
        }
    }

    /** What a write batch is filled with. */
    interface Filling {
        void fill(WriteBatch batch) throws RocksDBException;
    }

    /** Writes all or nothing, and returns when it is on the disk. */
    void write(Filling filling) {
        write(filling, synced);
    }

    /** Writes all or nothing; it survives the process, but perhaps not the machine. */
    void writeQuickly(Filling filling) {
        write(filling, quick);
    }

    private void write(Filling filling, WriteOptions how) {
        use(() -> {
            try (WriteBatch batch = new WriteBatch()) {
                filling.fill(batch);
                db.write(how, batch);
            } catch (RocksDBException e) {
                throw failed("cannot write the state in " + directory, e);
            }
        });
    }

    byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) {
        byte[][] found = new byte[1][];
        use(() -> {
            try {
                found[0] = db.get(family, key);
            } catch (RocksDBException e) {
                throw failed("cannot read the state in " + directory, e);
            }
        });
        return found[0];
    }

    /** Takes entries in order of their keys. */
    interface Visitor {
        /** @return whether to go on */
        boolean visit(byte[] key, byte[] value);
    }

    /** @param from smallest key */
    void scan(ColumnFamilyHandle family, long from, Visitor visitor) {
        use(() -> {
            try (RocksIterator iterator = db.newIterator(family)) {
                if (from == 0) {
                    iterator.seekToFirst();
                } else {
                    iterator.seek(Envelope.key(from));
                }
                while (iterator.isValid() && visitor.visit(iterator.key(), iterator.value())) {
                    iterator.next();
                }
                iterator.status();
            } catch (RocksDBException e) {
                throw failed("cannot read the state in " + directory, e);
            }
        });
    }

    ColumnFamilyHandle meta() {
        return handles.get(0);
    }

    ColumnFamilyHandle chunks() {
        return handles.get(1);
    }

    ColumnFamilyHandle increments() {
        return handles.get(2);
    }

    ColumnFamilyHandle outbox() {
        return handles.get(3);
    }

    ColumnFamilyHandle marks() {
        return handles.get(4);
    }

    /** Waits for the calls under way. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                handles.forEach(ColumnFamilyHandle::close);
                db.close();
                synced.close();
                quick.close();
                settings.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private void use(Runnable work) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the state in " + directory + " is closed");
            }
            work.run();
        } finally {
            use.readLock().unlock();
        }
    }

    private static NilometerException failed(String what, RocksDBException e) {
        Status status = e.getStatus();
        String why = String.valueOf(e.getMessage());
        if (why.contains("No space left") || (status != null && status.getSubCode() == Status.SubCode.NoSpace)) {
            return new NilometerException(
                    "disk-full",
                    what + ": the disk is full",
                    "free some space and start again; nothing committed is lost",
                    e);
        }
        if (status != null && status.getCode() == Status.Code.Corruption
                || DAMAGE.stream().anyMatch(why::contains)) {
            return StateErrors.corrupt(what + ": " + why, e);
        }
        return new NilometerException(
                "state-failed", what + ": " + why, "see whether the disk is sound and this user may write there", e);
    }
}
