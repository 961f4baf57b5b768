package io.nilometer.connectors.kafka;

import io.nilometer.api.Range;
import io.nilometer.api.Source;
import io.nilometer.api.Source.Progress;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** One partition as the planner knows it: where it starts, where it ends, and what was lost of it. */
final class PlannedPartition {

    private final KafkaPartition partition;
    private Uuid topic;
    private long end;
    private boolean gone;
    private Map<String, Long> notes;
    private @Nullable LostRecords said;

    /** @param partition with the start, and with the end of a bounded run */
    PlannedPartition(KafkaPartition partition) {
        this.partition = partition;
        this.topic = partition.topicId();
        this.end = partition.end();
        this.notes = partition.notes();
    }

    TopicPartition partition() {
        return partition.partition();
    }

    boolean isBounded() {
        return partition.isBounded();
    }

    /** Its topic was made anew, with fewer partitions. */
    boolean isGone() {
        return gone;
    }

    /** What its topic is now. */
    void belongsTo(ClusterAdmin.Topic now) {
        topic = now.id();
        gone = partition.partition().partition() >= now.partitions();
    }

    /** Whether anything of it would be read, or is lost. */
    boolean reads(Map<String, String> read, LogSpan span) {
        KafkaPosition at = at(read);
        return at.offset() != (partition.isBounded() ? end : span.end());
    }

    /**
     * @param most how many offsets it may span
     * @param span what the broker has now
     * @param ends where partitions end, as far as that is known
     * @param lost told what is gone, once for each position; throws to stop there
     */
    Range next(Map<String, String> read, long most, LogSpan span, LogEnds ends, Consumer<LostRecords> lost) {
        KafkaPosition at = at(read);
        long from = at.offset();
        boolean another = KafkaPosition.differ(at.topic(), topic);
        if (partition.isBounded() && from == end && !another) {
            return nothing(read);
        }
        Map<String, Long> happened = takeNotes(read);
        boolean cut = from > span.end() || partition.isBounded() && Math.max(from, end) > span.end();
        if (another || cut || from < span.begin()) {
            LostRecords what = new LostRecords(
                    partition.partition(),
                    another || from < span.begin() ? from : Math.max(from, end),
                    span.begin(),
                    span.end(),
                    which(read, another));
            say(what, lost);
            happened = what.notes();
            end = partition.isBounded() ? Math.min(end, span.end()) : end;
            from = partition.isBounded() ? Math.min(what.next(), end) : what.next();
        }
        long last = partition.isBounded() ? end : span.end();
        long to = from + Math.max(0, Math.min(most, last - from));
        long whole = partition.isBounded()
                ? end
                : Math.max(last, ends.last(partition.partition()).orElse(last));
        return range(from, to, progress(to, last, ends), Math.max(0, whole - to), happened);
    }

    private Progress progress(long to, long last, LogEnds ends) {
        if (to < last) {
            return Progress.BACKLOG;
        }
        if (partition.isBounded()) {
            return Progress.ENDED;
        }
        return ends.isEnd(partition.partition(), to) ? Progress.AT_END : Progress.BACKLOG;
    }

    /** Those of the start, as long as nothing has been read; where a first start begins is told once. */
    private Map<String, Long> takeNotes(Map<String, String> read) {
        String at = read.get(partition.id().name());
        if (at != null && (!at.equals(partition.resume()) || notes.containsKey(Source.BEGINS_MIDWAY))) {
            notes = Map.of();
        }
        return notes;
    }

    private LostRecords.Topic which(Map<String, String> read, boolean another) {
        String at = read.get(partition.id().name());
        boolean known = at != null && !KafkaPosition.parse(at).topic().equals(Uuid.ZERO_UUID);
        if (another) {
            return LostRecords.Topic.ANOTHER;
        }
        return known ? LostRecords.Topic.SAME : LostRecords.Topic.UNKNOWN;
    }

    private void say(LostRecords what, Consumer<LostRecords> lost) {
        LostRecords before = said;
        if (before == null || before.wanted() != what.wanted() || before.topic() != what.topic()) {
            lost.accept(what);
            said = what;
        }
    }

    /** When there is nothing to read, or nobody knows what waits. */
    Range nothing(Map<String, String> read) {
        KafkaPosition at = at(read);
        boolean ended = partition.isBounded() && at.offset() >= end && !KafkaPosition.differ(at.topic(), topic);
        return new Range(
                partition.id(),
                at.toString(),
                at.toString(),
                ended ? Progress.ENDED : Progress.BACKLOG,
                ended ? 0 : -1,
                takeNotes(read));
    }

    /** When its topic has it no more. */
    Range vanished(Map<String, String> read, Consumer<LostRecords> lost) {
        KafkaPosition at = at(read);
        LostRecords what = new LostRecords(partition.partition(), at.offset(), 0, 0, LostRecords.Topic.ANOTHER);
        say(what, lost);
        return new Range(partition.id(), at.toString(), at.toString(), Progress.ENDED, 0, what.notes());
    }

    private KafkaPosition at(Map<String, String> read) {
        String at = read.get(partition.id().name());
        return at == null
                ? new KafkaPosition(partition.next(), partition.topicId())
                : KafkaPosition.parse(at).orOf(topic);
    }

    private Range range(long from, long to, Progress progress, long lag, Map<String, Long> happened) {
        return new Range(
                partition.id(),
                new KafkaPosition(from, topic).toString(),
                new KafkaPosition(to, topic).toString(),
                progress,
                lag,
                happened);
    }
}
