package io.nilometer.cli.kill;

import java.time.Instant;
import java.util.Random;
import java.util.function.Consumer;

/** What services log, as JSON: with disorder, late events and broken lines. */
final class LogLines {

    private LogLines() {}

    /** The same lines for the same seed. */
    static void write(long seed, int lines, Consumer<String> out) {
        Random random = new Random(seed);
        long millis = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        for (int i = 0; i < lines; i++) {
            millis += random.nextInt(20);
            long back = random.nextInt(50) == 0 ? random.nextInt(1_200_000) : random.nextInt(3_000);
            out.accept(random.nextInt(500) == 0 ? "broken line " + i : event(random, millis - back));
        }
    }

    private static String event(Random random, long millis) {
        return "{\"timestamp\":\"" + Instant.ofEpochMilli(millis) + "\",\"level\":\"INFO\",\"service\":\"s"
                + random.nextInt(5)
                + "\",\"message\":\"something happened\",\"ip_address\":\"10.0.0." + random.nextInt(250)
                + "\",\"user_id\":\"u"
                + random.nextInt(2_000) + "\",\"response_time\":" + random.nextInt(1_000) / 500.0 + ",\"status_code\":"
                + (random.nextInt(20) == 0 ? 500 : 200) + "}";
    }
}
