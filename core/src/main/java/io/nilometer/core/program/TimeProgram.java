package io.nilometer.core.program;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where an event's time comes from.
 *
 * @param arrival the batch's wall clock; the other fields but {@code idleAfterMicros} do not count then
 * @param projector computes the time's slot; null when it is a decoded field
 * @param slot holds the time: a timestamp, an integer or a double
 * @param numeric whether the slot holds a number that needs a unit
 * @param unit of a number; null means found by its magnitude
 * @param maxAheadMicros how far ahead of the reference time an event may be
 * @param maxAheadWritten whether the file says so itself (in bounded runs it is a day otherwise)
 */
public record TimeProgram(
        boolean arrival,
        @Nullable Maker<Projector> projector,
        int slot,
        boolean numeric,
        @Nullable TimeUnit unit,
        long latenessMicros,
        long maxAheadMicros,
        boolean maxAheadWritten,
        long idleAfterMicros) {}
