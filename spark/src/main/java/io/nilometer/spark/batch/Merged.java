package io.nilometer.spark.batch;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.merge.MergeOutput;
import io.nilometer.core.program.Program;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the driver hears of one shard.
 *
 * @param output its rows
 * @param openUntil by source, the C that would close everything that is open in the shard
 * @param overflow cells that found no room, for the shard of bucket 0 in the next batch
 * @param notes {@code overflow:metric} and how many cells
 * @param rebuilt whether its memory had to be rebuilt from the state store
 * @param mergeNanos spent on cells and rows
 * @param stateNanos spent on rebuilding and writing state
 */
public record Merged(
        int shard,
        MergeOutput output,
        long[] openUntil,
        byte[] overflow,
        Map<String, Long> notes,
        boolean rebuilt,
        long mergeNanos,
        long stateNanos) {

    public Merged plusState(long nanos) {
        return new Merged(shard, output, openUntil, overflow, notes, rebuilt, mergeNanos, stateNanos + nanos);
    }

    public byte[] toBytes() {
        ByteWriter out = new ByteWriter(1024);
        out.writeUnsigned(shard);
        out.writeUnsigned(openUntil.length);
        for (long open : openUntil) {
            out.writeLong(open);
        }
        out.writeBytes(overflow, 0, overflow.length);
        out.writeUnsigned(notes.size());
        notes.forEach((what, times) -> {
            out.writeText(what);
            out.writeUnsigned(times);
        });
        out.writeBoolean(rebuilt);
        out.writeUnsigned(mergeNanos);
        out.writeUnsigned(stateNanos);
        output.write(out);
        return out.toByteArray();
    }

    public static Merged of(byte[] bytes, Program program) {
        ByteReader in = new ByteReader(bytes);
        int shard = in.readLength();
        long[] openUntil = new long[in.readLength()];
        for (int i = 0; i < openUntil.length; i++) {
            openUntil[i] = in.readLong();
        }
        byte[] overflow = in.readBytes();
        Map<String, Long> notes = new TreeMap<>();
        for (int i = in.readLength(); i > 0; i--) {
            notes.put(in.readText(), in.readUnsigned());
        }
        boolean rebuilt = in.readBoolean();
        long mergeNanos = in.readUnsigned();
        long stateNanos = in.readUnsigned();
        return new Merged(
                shard, MergeOutput.read(in, program), openUntil, overflow, notes, rebuilt, mergeNanos, stateNanos);
    }
}
