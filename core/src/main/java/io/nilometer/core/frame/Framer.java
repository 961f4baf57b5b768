package io.nilometer.core.frame;

import io.nilometer.api.LineFraming;
import io.nilometer.api.LineFraming.Role;
import io.nilometer.api.NilometerException;
import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames the records of one partition. A batch of records that are whole as they are is handed on as it came; any other
 * becomes one batch, so that the position after it stays exact.
 */
public final class Framer {

    private static final int VERSION = 1;

    private final Framing framing;
    private final PartitionId partition;
    private final Consumer<String> notice;
    private final @Nullable LineFraming lines;
    private final @Nullable LineFraming parts;
    private final @Nullable TextDecoding decoding;
    private final Pending[] pending;
    private byte @Nullable [] layout;
    private @Nullable String file;
    private String source = "";
    private @Nullable String toldProblem;
    private @Nullable String printed;

    public Framer(Framing framing, PartitionId partition, Consumer<String> notice) {
        this.framing = framing;
        this.partition = partition;
        this.notice = notice;
        lines = framing.lines() == null ? null : framing.lines().get();
        parts = framing.parts() == null ? null : framing.parts().get();
        decoding = framing.encoding().equals(StandardCharsets.UTF_8) ? null : new TextDecoding(framing.encoding());
        pending = new Pending[lines == null ? 0 : lines.lanes()];
        Arrays.setAll(pending, lane -> new Pending());
    }

    /** Whether a record waits for its end. */
    boolean hasPending() {
        for (Pending lane : pending) {
            if (!lane.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a record waits for its end at a position. */
    boolean waitsAt(Position position) {
        restore(position, false);
        return hasPending();
    }

    /** Frames a batch. Where reading goes on after it holds what is pending. */
    public void frame(RecordBatch in, Consumer<RecordBatch> out) {
        String next = in.origin().file();
        if (file != null && !file.equals(next)) {
            // A record does not go on in another file.
            flush(out);
        }
        file = next;
        if (layout != null) {
            in.layout(layout);
        }
        Output output = new Output(in);
        for (int record = 0; record < in.size(); record++) {
            frame(in, record, output);
        }
        source = in.resume();
        RecordBatch framed = output.batch();
        framed.resumeAt(position(source));
        out.accept(framed);
    }

    /** Gives out what is pending. */
    public void flush(Consumer<RecordBatch> out) {
        if (!hasPending()) {
            return;
        }
        RecordBatch.Origin origin = Arrays.stream(pending)
                .filter(lane -> !lane.isEmpty())
                .findFirst()
                .orElseThrow()
                .lines()
                .get(0)
                .batch()
                .origin();
        Output output = new Output(new RecordBatch(partition, origin, 0));
        output.open(0);
        for (int lane = 0; lane < pending.length; lane++) {
            complete(lane, false, output);
            giveUp(lane);
        }
        RecordBatch flushed = output.batch();
        flushed.resumeAt(position(source));
        out.accept(flushed);
    }

    /** Where reading goes on: the source's text with what is in hand here. */
    String position(String ofSource) {
        String inHand = printed;
        if (inHand == null) {
            inHand = new Position(inHand(), "").print();
            boolean settled = !hasPending() && decoding == null && (lines == null || lines.hasBegun());
            printed = settled ? inHand : null;
        }
        return inHand + ofSource;
    }

    private byte[] inHand() {
        int order = decoding == null ? 0 : decoding.byteOrder();
        boolean begun = lines != null && lines.hasBegun();
        if (layout == null && order == 0 && !begun && !hasPending()) {
            return new byte[0];
        }
        ByteWriter out = new ByteWriter(256);
        out.writeByte(VERSION);
        out.writeByte(order);
        out.writeBoolean(begun);
        out.writeBoolean(layout != null);
        if (layout != null) {
            out.writeBytes(layout, 0, layout.length);
        }
        out.writeUnsigned(pending.length);
        for (Pending lane : pending) {
            lane.write(out);
        }
        return out.toByteArray();
    }

    /**
     * Takes up what another framer had in hand, as far as this pipeline still has a use for it.
     *
     * @param follows whether the file may have got another name since
     */
    void restore(Position from, boolean follows) {
        source = from.source();
        printed = null;
        if (!from.hasInHand()) {
            return;
        }
        ByteReader in = new ByteReader(from.inHand());
        if (in.readByte() != VERSION) {
            throw new NilometerException(
                    "bad-position",
                    "a stored position was written by another version",
                    "start with a new state directory");
        }
        int order = in.readByte();
        if (decoding != null) {
            decoding.byteOrder(order);
        }
        boolean begun = in.readBoolean();
        byte[] lastLayout = in.readBoolean() ? in.readBytes() : null;
        LineFraming framer = lines;
        if (framer == null) {
            return;
        }
        layout = lastLayout;
        if (begun) {
            framer.resume(lastLayout);
        }
        for (int lane = Math.min(in.readLength(), pending.length) - 1, read = 0; read <= lane; read++) {
            pending[read].read(in, partition);
            for (Pending.Line line : pending[read].lines()) {
                file = follows ? null : line.batch().origin().file();
                framer.role(line.buffer(), line.offset(), line.length());
            }
        }
    }

    private void frame(RecordBatch in, int record, Output out) {
        byte[] buffer = in.buffer(record);
        int offset = in.offset(record);
        int length = in.length(record);
        byte[] text = decoding == null ? null : decoding.utf8(buffer, offset, length);
        if (text != null) {
            out.open(record);
            buffer = text;
            offset = 0;
            length = text.length;
        }
        LineFraming framer = lines;
        Role role = framer == null ? Role.WHOLE : framer.role(buffer, offset, length);
        int lane = framer == null ? 0 : framer.lane();
        boolean several = role == Role.WHOLE && parts != null && parts.isSeveral(buffer, offset, length);
        if (role == Role.WHOLE && !several && !out.isOpen() && (framer == null || pending[lane].isEmpty())) {
            return;
        }
        out.open(record);
        Pending.Line line = new Pending.Line(buffer, offset, length, in.position(record), in, record);
        if (role != Role.CONTINUES && role != Role.ENDS && framer != null) {
            complete(lane, false, out);
        }
        switch (role) {
            case WHOLE -> record(line, out);
            case BEGINS, CONTINUES -> hold(lane, line, out);
            case ENDS -> {
                printed = null;
                pending[lane].add(line, framing.maxRecordBytes());
                complete(lane, true, out);
            }
            case LAYOUT -> lay(line.copy());
            case NONE -> {}
        }
    }

    private void hold(int lane, Pending.Line line, Output out) {
        LineFraming framer = Objects.requireNonNull(lines);
        printed = null;
        Pending held = pending[lane];
        held.add(line, framing.maxRecordBytes());
        if (held.count() >= Math.min(framing.maxLines(), framer.maxLines())
                || framer.standsAlone() && held.bytes() > framing.maxRecordBytes()) {
            complete(lane, false, out);
            giveUp(lane);
        }
    }

    private void giveUp(int lane) {
        if (lines != null) {
            lines.givenUp(lane);
        }
    }

    private void lay(byte[] found) {
        printed = null;
        layout = found;
        String problem = lines == null ? null : lines.problem(found);
        if (problem != null && !problem.equals(toldProblem)) {
            toldProblem = problem;
            notice.accept(problem);
        }
    }

    /** @param whole whether the record has come to its end, as far as its lines tell */
    private void complete(int lane, boolean whole, Output out) {
        Pending held = pending[lane];
        if (held.isEmpty()) {
            return;
        }
        LineFraming framer = Objects.requireNonNull(lines);
        printed = null;
        List<Pending.Line> all = new ArrayList<>(held.lines());
        held.clear();
        if (all.size() == 1 || !whole && framer.standsAlone()) {
            all.forEach(line -> record(line, out));
            return;
        }
        Pending.Line first = all.get(0);
        byte[] joined = framer.join(all.stream().map(Pending.Line::copy).toList());
        record(new Pending.Line(joined, 0, joined.length, first.position(), first.batch(), first.record()), out);
    }

    /** A record that is complete. */
    private void record(Pending.Line line, Output out) {
        LineFraming several = parts;
        if (several == null || !several.isSeveral(line.buffer(), line.offset(), line.length())) {
            out.add(line, layout);
            return;
        }
        List<LineFraming.Part> found = new ArrayList<>();
        if (line.length() > framing.maxRecordBytes()
                || !several.split(line.buffer(), line.offset(), line.length(), found::add)) {
            out.add(line, layout);
            return;
        }
        for (LineFraming.Part part : found) {
            out.add(
                    new Pending.Line(
                            line.buffer(), part.offset(), part.length(), line.position(), line.batch(), line.record()),
                    layout);
        }
    }

    /** The batch that is handed on: the source's own as long as nothing in it has changed. */
    private static final class Output {

        private final RecordBatch in;
        private @Nullable RecordBatch made;

        Output(RecordBatch in) {
            this.in = in;
        }

        boolean isOpen() {
            return made != null;
        }

        /** From this record on, records are added one by one. */
        void open(int record) {
            if (made != null) {
                return;
            }
            RecordBatch begun = new RecordBatch(in.partition(), in.origin(), in.size());
            for (int i = 0; i < record; i++) {
                begun.addAs(in, i, in.buffer(i), in.offset(i), in.length(i), in.position(i));
                begun.layoutLast(in.layout(i));
            }
            made = begun;
        }

        void add(Pending.Line line, byte @Nullable [] layout) {
            RecordBatch open = Objects.requireNonNull(made);
            open.addAs(line.batch(), line.record(), line.buffer(), line.offset(), line.length(), line.position());
            open.layoutLast(layout);
        }

        RecordBatch batch() {
            return made == null ? in : made;
        }
    }
}
