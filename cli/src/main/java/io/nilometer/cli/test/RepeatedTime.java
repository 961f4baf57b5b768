package io.nilometer.cli.test;

import io.nilometer.api.NilometerException;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.time.EventTimes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Moves the event time of a repeated record. */
final class RepeatedTime {

    private RepeatedTime() {}

    /**
     * @param body a map of fields with the time in one of them, as ISO-8601 text with a zone or as a number
     * @return the same fields, their time moved
     */
    static Map<Object, @Nullable Object> shift(@Nullable Object body, EventTime.Field time, Duration by) {
        String field = time.field().text().trim();
        if (body instanceof Map<?, ?> fields && fields.get(field) != null) {
            Map<Object, @Nullable Object> shifted = new LinkedHashMap<>(fields);
            shifted.put(field, shifted(fields.get(field), time, by));
            return shifted;
        }
        throw new NilometerException(
                "test-every",
                "'every' needs a record written as fields, with its time in the field '" + field + "'",
                "write the records one by one, or the time as a plain field");
    }

    private static Object shifted(@Nullable Object value, EventTime.Field time, Duration by) {
        if (value instanceof Long number) {
            return number + by.toNanos() / nanosPerUnit(number, time);
        }
        try {
            return OffsetDateTime.parse(String.valueOf(value))
                    .plus(by)
                    .toInstant()
                    .toString();
        } catch (DateTimeException e) {
            throw new NilometerException(
                    "test-every",
                    "'every' cannot move the time '" + value + "'",
                    "write it as 2026-01-01T00:00:00Z or as a whole number",
                    e);
        }
    }

    /** The unit the file names, or the one that run time takes for this number. */
    private static long nanosPerUnit(long number, EventTime.Field time) {
        if (time.unit().isPresent()) {
            return time.unit().get().toNanos(1);
        }
        long micros = EventTimes.fromNumber(number, null);
        for (TimeUnit unit :
                EnumSet.of(TimeUnit.NANOSECONDS, TimeUnit.MICROSECONDS, TimeUnit.MILLISECONDS, TimeUnit.SECONDS)) {
            if (micros != EventTimes.NOT_A_TIME && EventTimes.fromNumber(number, unit) == micros) {
                return unit.toNanos(1);
            }
        }
        throw new NilometerException(
                "test-every",
                "the number " + number + " is not a plausible time",
                "name its 'unit' in the stream's 'time'");
    }
}
