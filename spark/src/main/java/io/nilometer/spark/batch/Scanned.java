package io.nilometer.spark.batch;

import io.nilometer.api.PartitionId;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.deliver.RowCodec;
import io.nilometer.core.ledger.StreamLedger;
import io.nilometer.core.program.Program;
import io.nilometer.core.scan.RecordRelations;
import io.nilometer.core.scan.ScanResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the driver hears of one partition's records.
 *
 * @param source index in the program
 * @param status where reading goes on and how far the partition has been read
 * @param clockMicros of the partition after its records
 * @param firstMicros see {@link io.nilometer.core.time.PartitionClock#firstMicros}
 * @param latestMicros the largest event time of them
 * @param result rows and ledger; its cells have gone to the shards
 * @param readNanos spent waiting for records
 * @param scanNanos spent on them
 */
public record Scanned(
        int source,
        PartitionStatus status,
        long clockMicros,
        long firstMicros,
        long latestMicros,
        ScanResult result,
        long bytes,
        long readNanos,
        long scanNanos) {

    private static final String REJECTED = "rejected";
    private static final String LATE = "late";

    public byte[] toBytes(Program program) {
        ByteWriter out = new ByteWriter(256);
        out.writeUnsigned(source);
        out.writeText(status.partition().name());
        out.writeLong(status.partition().order());
        out.writeText(status.resume());
        out.writeByte(status.progress().ordinal());
        out.writeSigned(status.lag());
        out.writeUnsigned(status.notes().size());
        status.notes().forEach((what, times) -> {
            out.writeText(what);
            out.writeUnsigned(times);
        });
        out.writeLong(clockMicros);
        out.writeLong(firstMicros);
        out.writeLong(latestMicros);
        out.writeUnsigned(bytes);
        out.writeUnsigned(readNanos);
        out.writeUnsigned(scanNanos);
        result.ledger().write(out);
        List<Sink.Rows> rows = new ArrayList<>();
        for (int output = 0; output < program.streamOutputs().size(); output++) {
            rows.add(new Sink.Rows(
                    program.streamOutputs().get(output).relation(),
                    result.streamRows().get(output)));
        }
        rows.add(new Sink.Rows(RecordRelations.rejected(REJECTED), result.rejected()));
        rows.add(new Sink.Rows(RecordRelations.late(LATE), result.late()));
        byte[] coded = RowCodec.write(rows);
        out.writeBytes(coded, 0, coded.length);
        return out.toByteArray();
    }

    public static Scanned of(byte[] bytes, Program program) {
        ByteReader in = new ByteReader(bytes);
        int source = in.readLength();
        PartitionId partition = new PartitionId(in.readText(), in.readLong());
        PartitionStatus status = new PartitionStatus(
                partition, in.readText(), Progress.values()[in.readByte()], in.readSigned(), notes(in));
        long clockMicros = in.readLong();
        long firstMicros = in.readLong();
        long latestMicros = in.readLong();
        long size = in.readUnsigned();
        long readNanos = in.readUnsigned();
        long scanNanos = in.readUnsigned();
        StreamLedger ledger = StreamLedger.read(in);
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        RowCodec.read(in.readBytes(), relations(program))
                .forEach(some -> rows.put(some.relation().name(), some.rows()));
        ScanResult result = new ScanResult(
                program.sources().get(source).stream(),
                new byte[0][],
                program.streamOutputs().stream()
                        .map(output -> rows.getOrDefault(output.relation().name(), List.of()))
                        .toList(),
                rows.getOrDefault(REJECTED, List.of()),
                rows.getOrDefault(LATE, List.of()),
                ledger);
        return new Scanned(source, status, clockMicros, firstMicros, latestMicros, result, size, readNanos, scanNanos);
    }

    private static Map<String, Long> notes(ByteReader in) {
        Map<String, Long> notes = new TreeMap<>();
        for (int i = in.readLength(); i > 0; i--) {
            notes.put(in.readText(), in.readUnsigned());
        }
        return notes;
    }

    private static Map<String, Relation> relations(Program program) {
        Map<String, Relation> relations = new LinkedHashMap<>();
        program.streamOutputs()
                .forEach(output -> relations.put(output.relation().name(), output.relation()));
        relations.put(REJECTED, RecordRelations.rejected(REJECTED));
        relations.put(LATE, RecordRelations.late(LATE));
        return relations;
    }
}
