package io.nilometer.connectors.kafka;

import io.nilometer.api.Range;
import io.nilometer.api.Source.Progress;
import java.util.Map;
import java.util.function.Consumer;

/** One partition as the planner knows it: where it starts, where it ends, and what was lost of it. */
final class PlannedPartition {

    private final KafkaPartition partition;
    private long end;
    private long saidLost = -1;

    /** @param partition with the start, and with the end of a bounded run */
    PlannedPartition(KafkaPartition partition) {
        this.partition = partition;
        this.end = partition.end();
    }

    /**
     * @param most how many offsets it may span
     * @param span what the broker has now
     * @param lost told what is gone, once for each position; throws to stop there
     */
    Range next(Map<String, String> read, long most, LogSpan span, Consumer<LostRecords> lost) {
        long from = from(read);
        if (partition.isBounded() && from == end) {
            return nothing(read);
        }
        boolean madeAnew = from > span.end() || (partition.isBounded() && Math.max(from, end) > span.end());
        if (madeAnew || from < span.begin()) {
            say(
                    new LostRecords(
                            partition.partition(),
                            from < span.begin() ? from : Math.max(from, end),
                            span.begin(),
                            span.end()),
                    lost);
            end = madeAnew && partition.isBounded() ? span.end() : end;
            from = partition.isBounded() ? Math.min(span.begin(), end) : span.begin();
        }
        long last = partition.isBounded() ? end : span.end();
        long to = from + Math.max(0, Math.min(most, last - from));
        Progress whole = partition.isBounded() ? Progress.ENDED : Progress.AT_END;
        return range(from, to, to >= last ? whole : Progress.BACKLOG, Math.max(0, last - to));
    }

    private void say(LostRecords what, Consumer<LostRecords> lost) {
        if (saidLost != what.wanted()) {
            lost.accept(what);
            saidLost = what.wanted();
        }
    }

    /** When there is nothing to read, or nobody knows what waits. */
    Range nothing(Map<String, String> read) {
        long from = from(read);
        boolean ended = partition.isBounded() && from >= end;
        return range(from, from, ended ? Progress.ENDED : Progress.BACKLOG, ended ? 0 : -1);
    }

    private long from(Map<String, String> read) {
        String at = read.get(partition.id().name());
        return at == null ? partition.next() : Long.parseLong(at);
    }

    private Range range(long from, long to, Progress progress, long lag) {
        return new Range(partition.id(), Long.toString(from), Long.toString(to), progress, lag);
    }
}
