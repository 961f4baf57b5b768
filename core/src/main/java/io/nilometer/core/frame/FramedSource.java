package io.nilometer.core.frame;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A source whose records are framed on their way out. */
public final class FramedSource implements Source {

    private final Source source;
    private final Framing framing;
    private final boolean follows;
    private final Consumer<String> notice;
    private final Map<String, Framed> partitions = new HashMap<>();
    private Map<String, String> resume = Map.of();

    /** A partition's framer, and when something came last. */
    private static final class Framed {
        final Framer framer;
        long cameNanos = System.nanoTime();

        Framed(Framer framer) {
            this.framer = framer;
        }
    }

    private FramedSource(Source source, Framing framing, boolean follows, Consumer<String> notice) {
        this.source = source;
        this.framing = framing;
        this.follows = follows;
        this.notice = notice;
    }

    /** @param follows whether files may be given other names between two runs, as rotation does */
    public static Source of(Source source, Framing framing, boolean follows, Consumer<String> notice) {
        return new FramedSource(source, framing, follows, notice);
    }

    @Override
    public void open(Map<String, String> from) {
        resume = Map.copyOf(from);
        source.open(ofSource(from));
    }

    /** The positions as the source wrote them. */
    static Map<String, String> ofSource(Map<String, String> positions) {
        Map<String, String> inner = new HashMap<>();
        positions.forEach((name, text) -> inner.put(name, Position.parse(text).source()));
        return inner;
    }

    @Override
    public void poll(Consumer<RecordBatch> out, Duration wait) {
        if (framing.isNone()) {
            source.poll(out, wait);
            return;
        }
        source.poll(batch -> frame(batch, out), wait);
        partitions.values().stream()
                .filter(framed -> framed.framer.hasPending())
                .findAny()
                .ifPresent(waiting -> flushDue(out));
    }

    private void frame(RecordBatch batch, Consumer<RecordBatch> out) {
        Framed framed = framed(batch.partition());
        framed.cameNanos = System.nanoTime();
        framed.framer.frame(batch, out);
    }

    /** What may go on is complete at the end of its partition, or when nothing has come for a while. */
    private void flushDue(Consumer<RecordBatch> out) {
        long now = System.nanoTime();
        for (PartitionStatus status : source.partitions()) {
            Framed framed = partitions.get(status.partition().name());
            if (framed == null || !framed.framer.hasPending()) {
                continue;
            }
            boolean quiet = status.progress() == Progress.AT_END
                    && now - framed.cameNanos >= framing.timeout().toNanos();
            if (quiet || status.progress().isEnded()) {
                framed.framer.flush(out);
            }
        }
    }

    private Framed framed(PartitionId partition) {
        return partitions.computeIfAbsent(partition.name(), name -> {
            Framer framer = new Framer(framing, partition, notice);
            framer.restore(Position.parse(resume.getOrDefault(name, "")), follows);
            return new Framed(framer);
        });
    }

    @Override
    public List<PartitionStatus> partitions() {
        if (framing.isNone()) {
            return source.partitions();
        }
        List<PartitionStatus> framed = new ArrayList<>();
        for (PartitionStatus status : source.partitions()) {
            if (status.partition().isNote()) {
                framed.add(status);
                continue;
            }
            Framer framer = framed(status.partition()).framer;
            // Its last record is still here.
            boolean pending = status.progress().isEnded() && framer.hasPending();
            if (status.progress() == Progress.GONE && !pending) {
                partitions.remove(status.partition().name());
            }
            framed.add(status.at(framer.position(status.resume()), pending ? Progress.BACKLOG : status.progress()));
        }
        return framed;
    }

    @Override
    public void pause(Collection<PartitionId> paused) {
        source.pause(paused);
    }

    @Override
    public void wakeUp() {
        source.wakeUp();
    }

    @Override
    public void close() {
        source.close();
    }
}
