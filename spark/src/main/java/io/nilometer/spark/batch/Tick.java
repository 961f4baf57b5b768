package io.nilometer.spark.batch;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;

/**
 * What every shard is told in every batch.
 *
 * @param clocks C of every source after the batch before
 * @param wholeFrom of every source, see {@link io.nilometer.core.time.SourceClock#wholeFromMicros}
 * @param flush give out provisional results that are not due yet
 */
public record Tick(long batch, long wallMicros, long[] clocks, long[] wholeFrom, boolean flush) {

    public byte[] toBytes() {
        ByteWriter out = new ByteWriter(64);
        out.writeLong(batch);
        out.writeLong(wallMicros);
        out.writeBoolean(flush);
        out.writeUnsigned(clocks.length);
        for (int source = 0; source < clocks.length; source++) {
            out.writeLong(clocks[source]);
            out.writeLong(wholeFrom[source]);
        }
        return out.toByteArray();
    }

    public static Tick of(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        long batch = in.readLong();
        long wall = in.readLong();
        boolean flush = in.readBoolean();
        long[] clocks = new long[in.readLength()];
        long[] wholeFrom = new long[clocks.length];
        for (int source = 0; source < clocks.length; source++) {
            clocks[source] = in.readLong();
            wholeFrom[source] = in.readLong();
        }
        return new Tick(batch, wall, clocks, wholeFrom, flush);
    }
}
