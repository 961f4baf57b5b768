package io.nilometer.cli.screen;

import java.time.Duration;

/** Durations as people say them: {@code 12 s}, {@code 1 min 50 s}, {@code 3 d 4 h}. */
public final class HumanTime {

    private static final long[] SIZES = {86_400, 3_600, 60, 1};
    private static final String[] UNITS = {" d", " h", " min", " s"};

    private HumanTime() {}

    /** The two largest units, rounded down to seconds. */
    public static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        for (int i = 0; i < SIZES.length - 1; i++) {
            if (seconds >= SIZES[i]) {
                long rest = seconds % SIZES[i] / SIZES[i + 1];
                return seconds / SIZES[i] + UNITS[i] + (rest == 0 ? "" : " " + rest + UNITS[i + 1]);
            }
        }
        return seconds + " s";
    }
}
