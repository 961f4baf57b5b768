package io.nilometer.core.frame;

import io.nilometer.api.Distribution;
import io.nilometer.api.Options;
import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import io.nilometer.api.RangeReader;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.SourceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The two halves of a source that is read in ranges, with records framed on their way out. */
public final class FramedRanges implements Distribution.RangeFactory {

    /** Before the end of a range after which what is pending is given out. */
    private static final char FLUSH = '^';

    private final Distribution.RangeFactory ranges;
    private final Framing framing;

    public FramedRanges(Distribution.RangeFactory ranges, Framing framing) {
        this.ranges = ranges;
        this.framing = framing;
    }

    @Override
    public RangePlanner planner(Options options, SourceContext context) {
        RangePlanner planner = ranges.planner(options, context);
        return new Planner(planner, framing);
    }

    @Override
    public RangeReader reader(Options options, SourceContext context) {
        RangeReader reader = ranges.reader(options, context);
        return framing.isNone() ? reader : new Reader(reader, framing, !context.untilEnd(), context.notice());
    }

    /** Plans a range that only gives out what is pending where nothing more comes. */
    private static final class Planner implements RangePlanner {

        private final RangePlanner planner;
        private final Framing framing;
        private final Map<String, Waiting> waiting = new HashMap<>();

        /** @param position where reading stands, with what is pending */
        private record Waiting(String position, long sinceNanos) {}

        Planner(RangePlanner planner, Framing framing) {
            this.planner = planner;
            this.framing = framing;
        }

        @Override
        public void open(Map<String, String> resume) {
            planner.open(FramedSource.ofSource(resume));
        }

        @Override
        public List<Range> next(Map<String, String> read, Most most) {
            if (framing.isNone()) {
                return planner.next(read, most);
            }
            return planner.next(FramedSource.ofSource(read), most).stream()
                    .map(range -> framed(range, read.get(range.partition().name())))
                    .toList();
        }

        private Range framed(Range range, @Nullable String read) {
            if (range.partition().isNote()) {
                return range;
            }
            String name = range.partition().name();
            // The planner itself says where a partition begins, and may go on elsewhere.
            Position at = Position.parse(read == null ? range.from() : read);
            String from = new Position(at.inHand(), range.from()).print();
            if (!range.isEmpty()) {
                waiting.remove(name);
                return range.instead(from, range.to(), range.progress());
            }
            if (!at.hasInHand() || !new Framer(framing, range.partition(), notice -> {}).waitsAt(at)) {
                return range.instead(from, from, range.progress());
            }
            long now = System.nanoTime();
            Waiting since = waiting.get(name);
            if (since == null || !since.position().equals(from)) {
                since = new Waiting(from, now);
                waiting.put(name, since);
            }
            boolean due = range.progress().isEnded()
                    || range.progress() == Progress.AT_END
                            && now - since.sinceNanos() >= framing.timeout().toNanos();
            return range.instead(from, due ? FLUSH + range.to() : from, due ? ended(range) : held(range));
        }

        /** It is gone when that has been read. */
        private static Progress ended(Range range) {
            return range.progress() == Progress.GONE ? Progress.ENDED : range.progress();
        }

        /** The partition has not ended as long as its last record is pending. */
        private static Progress held(Range range) {
            return range.progress().isEnded() ? Progress.BACKLOG : range.progress();
        }

        @Override
        public void wakeUp() {
            planner.wakeUp();
        }

        @Override
        public void close() {
            planner.close();
        }
    }

    private static final class Reader implements RangeReader {

        private final RangeReader reader;
        private final Framing framing;
        private final boolean follows;
        private final Consumer<String> notice;

        Reader(RangeReader reader, Framing framing, boolean follows, Consumer<String> notice) {
            this.reader = reader;
            this.framing = framing;
            this.follows = follows;
            this.notice = notice;
        }

        @Override
        public PartitionStatus read(Range range, Consumer<RecordBatch> out) {
            Position from = Position.parse(range.from());
            boolean flush = !range.to().isEmpty() && range.to().charAt(0) == FLUSH;
            String to = flush ? range.to().substring(1) : range.to();
            Framer framer = new Framer(framing, range.partition(), notice);
            framer.restore(from, follows);
            PartitionStatus status =
                    reader.read(range.instead(from.source(), to, range.progress()), batch -> framer.frame(batch, out));
            if (flush || status.progress() == Progress.ENDED) {
                framer.flush(out);
            }
            return status.at(framer.position(status.resume()), status.progress());
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
