package io.nilometer.core.scan;

import io.nilometer.api.RecordBatch;
import io.nilometer.core.ledger.StreamLedger;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.time.PartitionClock;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Runs rejected records as events of the stream {@code X.rejected}. What fails on the way there fails only for what reads
 * that stream: the record is rejected already.
 */
final class RejectedScanner {

    private final SourceProgram.Rejected rejected;
    private final EventRow row;
    private final MetaWriter meta;
    private final EventVisitor visitor;

    RejectedScanner(
            SourceProgram.Rejected rejected,
            BiFunction<StreamNode, StreamNode.Feed, FeedRunner> feeds,
            BiConsumer<NodeRunner, EventRow> rows,
            EventNumbers numbers) {
        this.rejected = rejected;
        row = new EventRow(rejected.slots());
        meta = new MetaWriter(rejected.metaSlots());
        visitor = new EventVisitor(
                new NodeRunner(rejected.root(), feeds), null, rejected.eventTimeSlot(), -1, rows, numbers);
    }

    /**
     * The event's time is the partition's clock, or the wall clock before there is one.
     *
     * @param ledger notes for whom it failed
     */
    void scan(RecordBatch batch, int record, String reason, long clockMicros, long wallMicros, StreamLedger ledger) {
        row.clear();
        byte[] why = reason.getBytes(StandardCharsets.UTF_8);
        if (rejected.reasonSlot() >= 0) {
            row.setBytes(rejected.reasonSlot(), why, 0, why.length);
        }
        if (rejected.rawSlot() >= 0) {
            row.setBytes(rejected.rawSlot(), batch.buffer(record), batch.offset(record), batch.length(record));
        }
        meta.write(batch, record, null, wallMicros, row);
        long micros = clockMicros == PartitionClock.UNKNOWN ? wallMicros : clockMicros;
        row.setLong(rejected.eventTimeSlot(), micros);
        EventVisitor.Outcome outcome =
                visitor.check(row, micros, clockMicros, batch.partition(), batch.position(record));
        visitor.failures().names().forEach(ledger::failedFor);
        if (outcome != EventVisitor.Outcome.FAILED) {
            visitor.touch(row);
            row.tooLarge().forEach(ledger::tooLarge);
        }
    }
}
