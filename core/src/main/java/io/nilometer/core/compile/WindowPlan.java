package io.nilometer.core.compile;

import io.nilometer.core.pipeline.Window;
import io.nilometer.core.program.CalendarSlices;
import io.nilometer.core.program.FixedSlices;
import io.nilometer.core.program.Windows;
import java.time.Instant;
import java.time.ZoneId;

/** Cuts windows into slices: as long as what size and slide have in common. */
final class WindowPlan {

    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long LONGEST_MONTH = 31;

    /** 5 January 1970 was the first Monday. */
    private static final long MONDAY = 4;

    private WindowPlan() {}

    static Windows of(Window.Sliding window) {
        return fixed(
                MetricShapes.micros(window.size()),
                MetricShapes.micros(window.slide()),
                MetricShapes.micros(window.offset()),
                window.text());
    }

    static Windows of(Window.Calendar window, ZoneId ofPipeline) {
        ZoneId zone = window.zone().orElse(ofPipeline);
        boolean months = window.size().months();
        long size = window.size().length();
        long slide = window.slide().length();
        long days = window.offset().toDays() + (window.slide().unit() == Window.Unit.WEEK ? MONDAY : 0);
        long timeOfDay = MetricShapes.micros(window.offset()) - window.offset().toDays() * MICROS_PER_DAY;
        if (!months && zone.getRules().isFixedOffset()) {
            // Days of 24 hours, whose cells are the same as those of windows in hours.
            long ahead = zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() * 1_000_000L;
            return fixed(
                    size * MICROS_PER_DAY,
                    slide * MICROS_PER_DAY,
                    days * MICROS_PER_DAY + timeOfDay - ahead,
                    window.text(ofPipeline));
        }
        long length = gcd(size, slide);
        long later = months ? days : Math.floorMod(days, length);
        return new Windows(
                new CalendarSlices(new CalendarSlices.Rule(zone, months, length, later, timeOfDay)),
                size / length,
                slide / length,
                months ? 0 : Math.floorDiv(days, length),
                size * (months ? LONGEST_MONTH : 1) * MICROS_PER_DAY,
                window.text(ofPipeline));
    }

    private static Windows fixed(long size, long slide, long offset, String text) {
        long width = gcd(size, slide);
        return new Windows(
                new FixedSlices(width, Math.floorMod(offset, width)),
                size / width,
                slide / width,
                Math.floorDiv(offset, width),
                size,
                text);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
