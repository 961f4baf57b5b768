package io.nilometer.connectors.kafka;

import io.nilometer.api.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells of records that wait behind an open transaction: a producer that died in the middle of one holds its partition up
 * until the broker gives it up, and nobody sees it. Transactions that end in seconds are how things should be.
 */
final class OpenTransactions {

    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final Consumer<String> notice;
    private final Clock clock;
    private final Map<TopicPartition, Standstill> standstills = new HashMap<>();
    private final Map<TopicPartition, Instant> told = new HashMap<>();

    private record Standstill(long offset, Instant since) {}

    OpenTransactions(Consumer<String> notice, Clock clock) {
        this.notice = notice;
        this.clock = clock;
    }

    /** All that may be read up to this offset has been read, and the partition ends there or later. */
    void look(TopicPartition partition, long offset, long end) {
        if (end <= offset) {
            standstills.remove(partition);
            return;
        }
        Instant now = clock.instant();
        Standstill standstill = standstills.get(partition);
        if (standstill == null || standstill.offset != offset) {
            standstills.put(partition, new Standstill(offset, now));
            return;
        }
        @Nullable Instant before = told.get(partition);
        boolean again = before == null
                || before.isBefore(standstill.since)
                        && Duration.between(before, now).compareTo(SILENCE) >= 0;
        if (again && Duration.between(standstill.since, now).compareTo(USUAL) >= 0) {
            told.put(partition, now);
            notice.accept(waiting(partition, offset, end) + ", since "
                    + standstill.since.truncatedTo(ChronoUnit.SECONDS)
                    + ": they are read when it ends; until then the partition holds its windows open");
        }
    }

    /** Records were read, or nobody knows. */
    void moved(TopicPartition partition) {
        standstills.remove(partition);
    }

    static String waiting(TopicPartition partition, long offset, long end) {
        return partition + ": the offsets " + offset + " to " + (end - 1) + " wait behind an open transaction";
    }

    /** How long a transaction counts as usual. */
    static String usual() {
        return Durations.print(USUAL);
    }
}
