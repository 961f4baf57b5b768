package io.nilometer.spark.checkpoint;

import io.nilometer.api.NilometerException;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.deliver.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One file per batch: where the run stands after it and the rows for the outputs, together, so that neither is there without
 * the other. If a batch is run again, the first file stands. Kept until every output has the rows; the latest always.
 */
public final class BatchFiles implements Outbox {

    static final String DIRECTORY = "batches";

    /** What a batch counts beside its rows. */
    private static final long BATCH_CHARGE = 256;

    private final CheckpointDirectory directory;
    private final TreeMap<Long, Long> sizes = new TreeMap<>();
    private long last = NONE;
    private long bytes;

    /**
     * @param standing where the run stands, as the driver writes it
     * @param rows as {@link io.nilometer.core.deliver.RowCodec} writes them; may be empty
     */
    public record BatchFile(byte[] standing, byte[] rows) {}

    BatchFiles(CheckpointDirectory directory) {
        this.directory = directory;
        directory.makeDirectory(DIRECTORY);
        for (String name : directory.list(DIRECTORY)) {
            if (name.matches("\\d+")) {
                long batch = Long.parseLong(name);
                last = Math.max(last, batch);
                keep(batch, Objects.requireNonNull(file(batch)).rows().length);
            }
        }
    }

    /** The file of a batch, or null. */
    public @Nullable BatchFile file(long batch) {
        byte[] payload = directory.read(name(batch));
        if (payload == null) {
            return null;
        }
        ByteReader in = new ByteReader(payload);
        if (in.readLong() != batch) {
            throw new NilometerException(
                    "state-corrupt",
                    directory.path() + "/" + name(batch) + " is the file of another batch",
                    "restore the checkpoint from a copy, or start anew: --forget");
        }
        return new BatchFile(in.readBytes(), in.readBytes());
    }

    /** Writes the file of the batch after the last; says whether it was not there yet. */
    public boolean write(long batch, BatchFile file) {
        ByteWriter out = new ByteWriter(file.standing().length + file.rows().length + 32);
        out.writeLong(batch);
        out.writeBytes(file.standing(), 0, file.standing().length);
        out.writeBytes(file.rows(), 0, file.rows().length);
        boolean written = directory.write(name(batch), out.toByteArray(), false);
        List<Long> gone = new ArrayList<>();
        synchronized (this) {
            long before = last;
            last = batch;
            keep(batch, file.rows().length);
            if (before != NONE && before != batch && sizes.getOrDefault(before, 0L) == 0) {
                // It had no rows, and Spark runs no batch before the last one again.
                sizes.remove(before);
                gone.add(before);
            }
        }
        gone.forEach(old -> directory.delete(name(old)));
        return written;
    }

    private synchronized void keep(long batch, long rows) {
        long size = rows == 0 ? 0 : rows + BATCH_CHARGE;
        sizes.put(batch, size);
        bytes += size;
    }

    @Override
    public List<Stored> read(long after, long maxBytes) {
        Map<Long, Long> wanted;
        synchronized (this) {
            wanted = new TreeMap<>(sizes.tailMap(after, false));
        }
        List<Stored> found = new ArrayList<>();
        long read = 0;
        for (Map.Entry<Long, Long> batch : wanted.entrySet()) {
            if (batch.getValue() == 0) {
                continue;
            }
            if (read >= maxBytes) {
                break;
            }
            BatchFile file = file(batch.getKey());
            if (file != null) {
                found.add(new Stored(batch.getKey(), file.rows()));
                read += file.rows().length;
            }
        }
        return found;
    }

    @Override
    public synchronized long last() {
        return last;
    }

    @Override
    public synchronized long bytes() {
        return bytes;
    }

    @Override
    public void trim(long upTo) {
        List<Long> gone = new ArrayList<>();
        synchronized (this) {
            // The latest tells where the run stands.
            Map<Long, Long> delivered = sizes.headMap(Math.min(upTo + 1, last), false);
            delivered.forEach((batch, size) -> {
                bytes -= size;
                gone.add(batch);
            });
            delivered.clear();
            Long latest = sizes.get(last);
            if (latest != null && last <= upTo) {
                bytes -= latest;
                sizes.put(last, 0L);
            }
        }
        gone.forEach(batch -> directory.delete(name(batch)));
    }

    private static String name(long batch) {
        return DIRECTORY + "/" + batch;
    }
}
