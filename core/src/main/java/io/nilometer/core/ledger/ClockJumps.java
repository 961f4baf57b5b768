package io.nilometer.core.ledger;

import io.nilometer.api.PartitionId;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.CatalystValues;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records that have moved the clock of their partition furthest. One that has moved it by far more than the others did
 * has a time that may be wrong, and makes late what comes after it.
 */
final class ClockJumps {

    private static final int KEPT = 4;

    /** So many times as far as the next one is far. */
    private static final long FAR = 10;

    private static final Comparator<Jump> FURTHEST_FIRST = Comparator.comparingLong(Jump::byMicros)
            .reversed()
            .thenComparing(Jump::partition)
            .thenComparingLong(Jump::position);

    private final List<Jump> furthest = new ArrayList<>();

    private record Jump(long byMicros, long toMicros, PartitionId partition, long position, String text) {}

    /**
     * A jump that is not longer than this one need not be offered: those that are told stand apart from the ones that could
     * be missed by it.
     */
    long leastMicros() {
        return furthest.size() < KEPT ? 0 : furthest.get(KEPT - 1).byMicros;
    }

    /** @param text where the record is, for people */
    void offer(long byMicros, long toMicros, PartitionId partition, long position, String text) {
        offer(new Jump(byMicros, toMicros, partition, position, text));
    }

    private void offer(Jump jump) {
        furthest.add(jump);
        furthest.sort(FURTHEST_FIRST);
        if (furthest.size() > KEPT) {
            furthest.remove(KEPT);
        }
    }

    void add(ClockJumps other) {
        other.furthest.forEach(this::offer);
    }

    void clear() {
        furthest.clear();
    }

    /** Those that went far further than the rest, by place; none when there is no such difference. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        int far = 1;
        while (far < KEPT
                && far < furthest.size()
                && furthest.get(far - 1).byMicros / FAR < furthest.get(far).byMicros) {
            far++;
        }
        if (far < KEPT) {
            furthest.stream()
                    .limit(far)
                    .forEach(jump -> map.put(
                            jump.text,
                            "to " + CatalystValues.instant(jump.toMicros) + ", by " + length(jump.byMicros)));
        }
        return map;
    }

    /** In the largest unit of which there is one, rounded down. */
    private static String length(long micros) {
        Duration length = Duration.of(micros, ChronoUnit.MICROS);
        if (length.toDays() > 0) {
            return length.toDays() + "d";
        }
        if (length.toHours() > 0) {
            return length.toHours() + "h";
        }
        return length.toMinutes() > 0 ? length.toMinutes() + "m" : length.toMillis() + "ms";
    }

    void write(ByteWriter out) {
        out.writeUnsigned(furthest.size());
        for (Jump jump : furthest) {
            out.writeLong(jump.byMicros);
            out.writeLong(jump.toMicros);
            out.writeText(jump.partition.name());
            out.writeLong(jump.partition.order());
            out.writeLong(jump.position);
            out.writeText(jump.text);
        }
    }

    void read(ByteReader in) {
        for (int i = in.readLength(); i > 0; i--) {
            furthest.add(new Jump(
                    in.readLong(),
                    in.readLong(),
                    new PartitionId(in.readText(), in.readLong()),
                    in.readLong(),
                    in.readText()));
        }
    }
}
