package io.nilometer.embedded.store;

import io.nilometer.api.NilometerException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The database and its column families. What lives long (chunks) and what is soon gone (increments, outbox) is kept apart,
 * so that compaction does not rewrite one for the other.
 */
final class RocksFamilies implements AutoCloseable {

    private static final List<String> NAMES = List.of("default", "chunks", "increments", "outbox", "marks");
    private static final long CACHE_BYTES = 4L << 20;
    private static final long MEMTABLES_BYTES = 48L << 20;
    private static final long MEMTABLE_BYTES = 16L << 20;

    private final RocksDB db;
    private final DBOptions options;
    private final ColumnFamilyOptions familyOptions;
    private final LRUCache cache;
    private final List<ColumnFamilyHandle> handles;

    private RocksFamilies(
            RocksDB db, DBOptions options, ColumnFamilyOptions familyOptions, LRUCache cache, List<ColumnFamilyHandle> handles) {
        this.db = db;
        this.options = options;
        this.familyOptions = familyOptions;
        this.cache = cache;
        this.handles = handles;
    }

    static RocksFamilies open(Path directory) {
        RocksLibrary.load();
        LRUCache cache = new LRUCache(CACHE_BYTES);
        DBOptions options = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setDbWriteBufferSize(MEMTABLES_BYTES)
                .setMaxTotalWalSize(4 * MEMTABLES_BYTES)
                .setMaxBackgroundJobs(2)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setStatsDumpPeriodSec(0);
        ColumnFamilyOptions family = new ColumnFamilyOptions()
                .setWriteBufferSize(MEMTABLE_BYTES)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        NAMES.forEach(name -> descriptors.add(new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), family)));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            RocksDB db = RocksDB.open(options, directory.resolve("db").toString(), descriptors, handles);
            return new RocksFamilies(db, options, family, cache, handles);
        } catch (RocksDBException e) {
            family.close();
            options.close();
            cache.close();
            throw failed("cannot open the state in " + directory, e);
        }
    }

    /** Takes entries in order of their keys. */
    interface Visitor {
        /** @return whether to go on */
        boolean visit(byte[] key, byte[] value);
    }

    /** @param from smallest key; 0 for all */
    void scan(ColumnFamilyHandle family, long from, Visitor visitor) {
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
            throw failed("cannot read the state", e);
        }
    }

    RocksDB db() {
        return db;
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

    @Override
    public void close() {
        handles.forEach(ColumnFamilyHandle::close);
        db.close();
        familyOptions.close();
        options.close();
        cache.close();
    }

    static NilometerException failed(String what, RocksDBException e) {
        String why = String.valueOf(e.getMessage());
        if (why.contains("No space left")) {
            return new NilometerException("disk-full", what + ": the disk is full", "free some space; nothing committed is lost", e);
        }
        if (why.contains("Corruption")) {
            return new NilometerException(
                    "state-corrupt", what + ": " + why, "restore the state directory from a copy, or start with a new one", e);
        }
        return new NilometerException("state-failed", what + ": " + why, "see whether the disk is all right", e);
    }
}
