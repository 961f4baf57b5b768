package io.nilometer.core.decode;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Local time of a zone to UTC, as {@link java.time.ZonedDateTime#ofLocal} does it: a time that comes twice is the earlier one,
 * a time that is skipped moves on by the gap. Remembers the stretch between two changes of the clock.
 */
final class LocalOffsets {

    private final ZoneRules rules;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private int offset;

    LocalOffsets(ZoneId zone) {
        rules = zone.getRules();
        if (rules.isFixedOffset()) {
            from = Long.MIN_VALUE;
            to = Long.MAX_VALUE;
            offset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
        }
    }

    /** @param localSecond seconds since 1970-01-01T00:00 on the zone's clocks */
    long toUtc(long localSecond) {
        if (localSecond >= from && localSecond < to) {
            return localSecond - offset;
        }
        ZoneOffset found = rules.getOffset(LocalDateTime.ofEpochSecond(localSecond, 0, ZoneOffset.UTC));
        long utc = localSecond - found.getTotalSeconds();
        Instant instant = Instant.ofEpochSecond(utc);
        ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
        from = before == null ? Long.MIN_VALUE : lastLocal(before);
        to = end(rules.nextTransition(instant));
        offset = found.getTotalSeconds();
        if (localSecond < from || rules.getOffset(instant).getTotalSeconds() != offset) {
            to = Long.MIN_VALUE; // inside a gap: nothing to remember
        }
        return utc;
    }

    private static long end(@Nullable ZoneOffsetTransition next) {
        return next == null ? Long.MAX_VALUE : lastLocal(next);
    }

    /** From this local second on the offset after the change holds. */
    private static long lastLocal(ZoneOffsetTransition change) {
        return Math.max(
                change.getDateTimeBefore().toEpochSecond(ZoneOffset.UTC),
                change.getDateTimeAfter().toEpochSecond(ZoneOffset.UTC));
    }
}
