package io.nilometer.core.ledger;

import io.nilometer.api.Durations;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How late records were, counted by steps of a ladder whose rungs are lengths that one would write for a lateness. */
public final class LateBy {

    private static final List<String> RUNGS = List.of(
            "1s", "2s", "5s", "10s", "15s", "30s", "1m", "2m", "5m", "10m", "15m", "30m", "1h", "2h", "3h", "6h", "12h",
            "1d", "2d", "3d", "7d", "14d", "30d", "90d", "365d");
    private static final long[] MICROS = RUNGS.stream()
            .mapToLong(
                    rung -> TimeUnit.MILLISECONDS.toMicros(Durations.parse(rung).toMillis()))
            .toArray();

    /** Those that no rung would take. */
    private static final String MORE = "more";

    private final long[] counts = new long[MICROS.length + 1];

    /** A record whose time is so far before the clock of its partition. */
    void add(long lateMicros) {
        int rung = Arrays.binarySearch(MICROS, lateMicros);
        counts[rung >= 0 ? rung : -rung - 1]++;
    }

    void add(LateBy other) {
        for (int rung = 0; rung < counts.length; rung++) {
            counts[rung] += other.counts[rung];
        }
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    /** By the smallest rung that takes them; only those that take some. */
    Map<String, Long> toMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        for (int rung = 0; rung < counts.length; rung++) {
            if (counts[rung] > 0) {
                map.put(rung < MICROS.length ? RUNGS.get(rung) : MORE, counts[rung]);
            }
        }
        return map;
    }

    void write(ByteWriter out) {
        for (long count : counts) {
            out.writeUnsigned(count);
        }
    }

    void read(ByteReader in) {
        for (int rung = 0; rung < counts.length; rung++) {
            counts[rung] = in.readUnsigned();
        }
    }

    /**
     * The smallest rung that takes this share of them.
     *
     * @param counts as the ledger shows them
     * @return empty when it would have to be longer than all rungs
     */
    public static OptionalLong microsFor(Map<?, ?> counts, double share) {
        long all = counts.values().stream()
                .mapToLong(count -> ((Number) count).longValue())
                .sum();
        long taken = 0;
        for (int rung = 0; rung < MICROS.length; rung++) {
            taken += counts.get(RUNGS.get(rung)) instanceof Number count ? count.longValue() : 0;
            if (taken > 0 && taken >= share * all) {
                return OptionalLong.of(MICROS[rung]);
            }
        }
        return OptionalLong.empty();
    }
}
