package io.nilometer.core.scan;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Row;
import io.nilometer.core.aggregate.ScanDictionary;
import io.nilometer.core.ledger.StreamLedger;
import io.nilometer.core.program.Grouping;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.state.CellLayout;
import io.nilometer.core.state.CellTable;
import io.nilometer.core.state.GroupingLayouts;
import io.nilometer.core.state.ScanBlocks;
import io.nilometer.core.time.EventTimes;
import io.nilometer.core.time.PartitionClock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Scans records of one source. One instance serves one thread; it may be given batches of several partitions, one after the
 * other, and is emptied by {@link #finish} at the end of each engine batch.
 */
public final class SourceScanner {

    /** Begins the reason of a record that an expression rejects; the expression's name follows. */
    private static final String FAILED = "expression:";

    /** Unless the file says so itself: a run over history takes times as they are, but none of a clock that is wrong. */
    private static final long MAX_AHEAD_BOUNDED = 86_400_000_000L;

    private static final VarHandle AT = at();

    private final SourceProgram source;
    private final ScanSettings settings;
    private final Decoder decoder;
    private final boolean refers;
    private final EventRow row;
    private final TimeReader times;
    private final MetaWriter meta;
    private final EventVisitor visitor;
    private final Sightings sightings;
    private final BadValues badValues;
    private final List<Grouping> fedByEvents;
    private final @Nullable RejectedScanner rejectedStream;
    private final @Nullable CellTable[] tables;
    private final Program program;
    private final ScanDictionary dictionary = new ScanDictionary();
    private final List<List<Row>> streamRows = new ArrayList<>();
    private final long maxAheadMicros;
    private final boolean several;
    private final String format;
    private byte @Nullable [] layout;
    private List<Row> rejected = new ArrayList<>();
    private List<Row> late = new ArrayList<>();
    private StreamLedger ledger = new StreamLedger();
    private final String rejectedName;
    private final long pipelinePrint;
    private Map<Long, Set<Long>> tooSlow = Map.of();
    private Map<Long, Set<Long>> tooSlowRejected = Map.of();
    private volatile @Nullable RecordBatch scanned;

    /** The record that is scanned; its complement while it is on its way as a rejected one. */
    private int at;

    public SourceScanner(Program program, SourceProgram source, ScanSettings settings) {
        this.program = program;
        this.source = source;
        this.settings = settings;
        rejectedName = source.stream() + ".rejected";
        CRC32C crc = new CRC32C();
        crc.update(program.pipeline().portable().getBytes(StandardCharsets.UTF_8));
        pipelinePrint = crc.getValue();
        decoder = source.decoder().make();
        several = source.input().formats().size() > 1;
        format = source.input().formats().get(0).component();
        refers = decoder.wantsReference();
        row = new EventRow(source.slots());
        times = new TimeReader(source.time());
        sightings = new Sightings(source.input().schema().isEmpty() ? List.of() : source.fields());
        badValues = new BadValues(source);
        meta = new MetaWriter(source.metaSlots());
        tables = new CellTable[program.groupings().size()];
        program.streamOutputs().forEach(output -> streamRows.add(new ArrayList<>()));
        FeedRunners feeds = new FeedRunners();
        NodeRunner root = new NodeRunner(source.root(), feeds::make);
        fedByEvents = feeds.groupings();
        NodeRunner lateRoot = source.late() == null ? null : new NodeRunner(source.late(), feeds::make);
        EventNumbers numbers = new EventNumbers();
        visitor = new EventVisitor(root, lateRoot, source.eventTimeSlot(), source.lateBySlot(), this::addRow, numbers);
        rejectedStream = source.rejected() == null
                ? null
                : new RejectedScanner(source.rejected(), feeds::make, this::addRow, numbers);
        maxAheadMicros = settings.bounded() && !source.time().maxAheadWritten()
                ? MAX_AHEAD_BOUNDED
                : source.time().maxAheadMicros();
    }

    /**
     * Scans records in order and moves the clock of their partition.
     *
     * @param wallMicros the engine batch's wall clock
     */
    public void scan(RecordBatch batch, PartitionClock clock, long wallMicros) {
        String partition = batch.partition().name();
        tooSlow = settings.slow().in(source.stream(), partition);
        tooSlowRejected = settings.slow().in(rejectedName, partition);
        scanned = batch;
        for (int record = 0; record < batch.size(); record++) {
            AT.setOpaque(this, record);
            ledger.read();
            String reason = !tooSlow.isEmpty() && isIn(tooSlow, batch, record)
                    ? SlowRecords.REASON
                    : scan(batch, record, clock, wallMicros);
            if (reason != null) {
                AT.setOpaque(this, ~record);
                reject(batch, record, reason, clock, wallMicros);
            }
        }
        scanned = null;
    }

    /** The record that is scanned at this moment, for threads that watch; null when none is. */
    public SlowRecords.@Nullable Place now() {
        RecordBatch batch = scanned;
        int at = (int) AT.getOpaque(this);
        int record = at < 0 ? ~at : at;
        return batch == null || record >= batch.size()
                ? null
                : new SlowRecords.Place(
                        at < 0 ? rejectedName : source.stream(),
                        batch.partition().name(),
                        batch.position(record),
                        fingerprint(batch, record));
    }

    private boolean isIn(Map<Long, Set<Long>> slow, RecordBatch batch, int record) {
        Set<Long> found = slow.get(batch.position(record));
        return found != null && found.contains(fingerprint(batch, record));
    }

    private long fingerprint(RecordBatch batch, int record) {
        CRC32C crc = new CRC32C();
        crc.update(batch.buffer(record), batch.offset(record), batch.length(record));
        return crc.getValue() << 32 | pipelinePrint;
    }

    /** What came out since the last call; the scanner is empty again. */
    public ScanResult finish() {
        sightings.tell(ledger);
        for (Grouping grouping : fedByEvents) {
            CellTable table = tables[grouping.index()];
            boolean came = table != null && table.size() > 0;
            grouping.metrics().forEach(metric -> ledger.metric(metric.name(), came));
        }
        byte[][] cells = ScanBlocks.write(tables, settings.shards(), dictionary);
        for (CellTable table : tables) {
            if (table != null) {
                table.clear();
            }
        }
        dictionary.cleared();
        List<List<Row>> rows = new ArrayList<>();
        for (int output = 0; output < streamRows.size(); output++) {
            rows.add(streamRows.get(output));
            streamRows.set(output, new ArrayList<>());
        }
        ScanResult result = new ScanResult(source.stream(), cells, rows, rejected, late, ledger);
        rejected = new ArrayList<>();
        late = new ArrayList<>();
        ledger = new StreamLedger();
        return result;
    }

    private static VarHandle at() {
        try {
            return MethodHandles.lookup().findVarHandle(SourceScanner.class, "at", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private @Nullable String scan(RecordBatch batch, int record, PartitionClock clock, long wallMicros) {
        if (batch.length(record) > settings.maxRecordBytes()) {
            return "too_long";
        }
        row.clear();
        byte[] laid = batch.layout(record);
        if (laid != layout) {
            layout = laid;
            decoder.layout(laid);
        }
        if (refers) {
            refer(batch, record, clock, wallMicros);
        }
        String reason = decoder.decode(batch.buffer(record), batch.offset(record), batch.length(record), row);
        if (reason != null) {
            return reason;
        }
        sightings.look(row);
        meta.write(batch, record, several ? decoder.format() : format, wallMicros, row);
        long eventMicros;
        try {
            eventMicros = times.read(row, wallMicros);
        } catch (NodeRunner.ExpressionFailed e) {
            return FAILED + e.column;
        }
        if (eventMicros == EventTimes.NOT_A_TIME) {
            badValues(batch, record);
            return times.why(row);
        }
        if (row.hasBad()) {
            reason = badField(batch, record);
            if (reason != null) {
                return reason;
            }
        }
        return use(batch, record, eventMicros, clock, wallMicros);
    }

    /** A clock that follows the wall clock says nothing of the times that records have. */
    private void refer(RecordBatch batch, int record, PartitionClock clock, long wallMicros) {
        long known = batch.timestampMicros(record);
        if (known == RecordBatch.NO_TIMESTAMP) {
            known = batch.origin().modifiedMicros();
        }
        decoder.reference(
                source.time().arrival() || clock.micros() == PartitionClock.UNKNOWN ? Decoder.NO_CLOCK : clock.micros(),
                known == RecordBatch.NO_TIMESTAMP ? wallMicros : known);
    }

    /** Judges and adds an event whose time is known. */
    private @Nullable String use(
            RecordBatch batch, int record, long eventMicros, PartitionClock clock, long wallMicros) {
        long clockTo = eventMicros;
        boolean bounded = settings.bounded();
        if (!source.time().arrival()) {
            long transport = bounded ? RecordBatch.NO_TIMESTAMP : batch.timestampMicros(record);
            long reference = transport == RecordBatch.NO_TIMESTAMP ? wallMicros : Math.min(transport, wallMicros);
            if (eventMicros - reference > maxAheadMicros) {
                return "time_ahead";
            }
            clockTo = bounded ? eventMicros : Math.min(eventMicros, reference);
            if (clockTo < eventMicros) {
                clock.sawAhead(eventMicros);
            }
        }
        long before = clock.micros();
        if (bounded && clockTo > before) {
            clockMoves(batch, record, before, clockTo);
        }
        clock.advance(clockTo);
        row.setLong(source.eventTimeSlot(), eventMicros);
        EventVisitor.Outcome outcome =
                visitor.check(row, eventMicros, before, batch.partition(), batch.position(record));
        switch (outcome) {
            case USED -> ledger.used();
            case FILTERED -> ledger.filtered();
            case FAILED -> {
                return FAILED + visitor.failures().first();
            }
            case LATE -> {
                ledger.late();
                late.add(RecordRelations.row(
                        source.stream(), "late", batch, record, eventMicros, settings.maxRecordBytes()));
            }
        }
        if (visitor.failures().any()) {
            visitor.failures().names().forEach(ledger::failedFor);
        }
        if (outcome != EventVisitor.Outcome.FILTERED) {
            if (!visitor.refused().isEmpty()) {
                visitor.refused().forEach(ledger::lateFor);
                ledger.lateBy(EventTimes.lateBy(before, eventMicros));
            }
            visitor.touch(row);
        }
        if (!row.tooLarge().isEmpty()) {
            row.tooLarge().forEach(ledger::tooLarge);
        }
        return null;
    }

    private void clockMoves(RecordBatch batch, int record, long before, long clockTo) {
        if (before != PartitionClock.UNKNOWN && clockTo - before > ledger.leastClockJump()) {
            ledger.clockMoved(
                    clockTo - before,
                    clockTo,
                    batch.partition(),
                    batch.position(record),
                    RecordRelations.position(batch, record));
        }
    }

    /** Counts fields that do not fit, or gives the reason why they reject the record. */
    private @Nullable String badField(RecordBatch batch, int record) {
        badValues(batch, record);
        for (int slot = 0; slot < source.fields().size(); slot++) {
            if (row.isBad(slot)) {
                String name = source.fields().get(slot).name();
                if (source.rejectBadField()) {
                    return "bad_field:" + name;
                }
                ledger.badField(name);
            }
        }
        return null;
    }

    private void badValues(RecordBatch batch, int record) {
        for (int slot = 0; row.hasBad() && slot < source.fields().size(); slot++) {
            if (row.isBad(slot)) {
                Field field = source.fields().get(slot);
                ledger.badValue(
                        field.name(),
                        batch.partition(),
                        batch.position(record),
                        () -> badValues.text(batch, record, field));
            }
        }
    }

    private void reject(RecordBatch batch, int record, String reason, PartitionClock clock, long wallMicros) {
        ledger.rejected(reason);
        rejected.add(RecordRelations.row(
                source.stream(), reason, batch, record, EventTimes.NOT_A_TIME, settings.maxRecordBytes()));
        if (rejectedStream != null && !tooSlowRejected.isEmpty() && isIn(tooSlowRejected, batch, record)) {
            ledger.note(SlowRecords.REASON + ":" + rejectedName, 1);
        } else if (rejectedStream != null) {
            rejectedStream.scan(batch, record, reason, clock.micros(), wallMicros, ledger);
        }
    }

    private void addRow(NodeRunner node, EventRow event) {
        List<FieldType> types = program.streamOutputs().get(node.output()).types();
        @Nullable Object[] values = new Object[types.size()];
        for (int i = 0; i < values.length; i++) {
            FieldType type = types.get(i);
            values[i] = CatalystValues.toJava(type, event.get(node.outputSlots()[i], CatalystValues.dataType(type)));
        }
        streamRows.get(node.output()).add(Row.of(Arrays.asList(values)));
    }

    /** Makes feeds: those of one grouping share its table, those with the same key columns share the key. */
    private final class FeedRunners {

        private final Map<String, KeyReader> keys = new HashMap<>();
        private final Map<Integer, CellLayout> layouts = new HashMap<>();
        private final Set<Grouping> groupings = new LinkedHashSet<>();

        /** Those that feeds have been made for so far. */
        List<Grouping> groupings() {
            return List.copyOf(groupings);
        }

        FeedRunner make(StreamNode node, StreamNode.Feed feed) {
            Grouping grouping = program.groupings().get(feed.grouping());
            groupings.add(grouping);
            List<FieldType> types =
                    grouping.keys().stream().map(Grouping.Key::type).toList();
            KeyReader key = keys.computeIfAbsent(
                    Arrays.toString(feed.keySlots()) + types, same -> new KeyReader(types, feed.keySlots()));
            CellLayout layout =
                    layouts.computeIfAbsent(grouping.index(), index -> GroupingLayouts.of(grouping, dictionary));
            CellTable table = tables[grouping.index()];
            if (table == null) {
                table = new CellTable(layout, 1024);
                tables[grouping.index()] = table;
            }
            return new FeedRunner(
                    grouping,
                    feed,
                    key,
                    GroupingLayouts.update(grouping, feed, layout, dictionary),
                    table,
                    settings.state().groupings().get(grouping.index()));
        }
    }
}
