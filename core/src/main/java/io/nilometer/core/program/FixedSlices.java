package io.nilometer.core.program;

import io.nilometer.core.pipeline.Window;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Slices of one width, which begin at offset + n × width since 1970 in UTC. */
public record FixedSlices(long widthMicros, long offsetMicros) implements Slices {

    @Override
    public long slice(long micros) {
        return Math.floorDiv(micros - offsetMicros, widthMicros);
    }

    @Override
    public long startMicros(long slice) {
        return offsetMicros + slice * widthMicros;
    }

    @Override
    public String text() {
        return Window.Sliding.text(Duration.of(widthMicros, ChronoUnit.MICROS));
    }
}
