package io.nilometer.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Events of the log-analysis pipeline, about 250 bytes of JSON each. Event n is a function of the seed and n alone. Event
 * time advances by one second every {@link #PER_SECOND} events; single events are up to two seconds older.
 */
final class LogEvents {

    static final int PER_SECOND = 2_000;

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int USERS = 10_000;
    private static final int ADDRESSES = 5_000;
    private static final String[] SERVICES = {"api", "web", "auth", "cart", "search", "payment", "catalog", "mail"};
    private static final String[] ACTIONS = {
        "opened the page", "looked at an item", "changed the cart", "asked for a list"
    };

    private final long seed;

    /** One event: the user's id is the key of the record. */
    record Event(byte[] key, byte[] value) {}

    LogEvents(long seed) {
        this.seed = seed;
    }

    Event event(long n) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + n);
        String user = String.format(Locale.ROOT, "user-%05d", random.nextInt(USERS));
        int address = random.nextInt(ADDRESSES);
        boolean failed = random.nextInt(100) < 2;
        long millis = BEGIN.toEpochMilli() + n * 1_000 / PER_SECOND - random.nextInt(2_000);
        StringBuilder json = new StringBuilder(280);
        json.append("{\"timestamp\":\"").append(Instant.ofEpochMilli(millis));
        json.append("\",\"level\":\"").append(failed ? "ERROR" : "INFO");
        json.append("\",\"service\":\"").append(SERVICES[random.nextInt(SERVICES.length)]);
        json.append("\",\"message\":\"the customer ").append(ACTIONS[random.nextInt(ACTIONS.length)]);
        json.append("\",\"ip_address\":\"10.1.")
                .append(address / 250)
                .append('.')
                .append(address % 250);
        json.append("\",\"user_id\":\"").append(user);
        json.append("\",\"request_id\":\"").append(Long.toHexString(random.nextLong() | Long.MIN_VALUE));
        json.append("\",\"response_time\":").append((20 + random.nextInt(400) * random.nextInt(4)) / 1_000.0);
        json.append(",\"status_code\":").append(failed ? 500 : 200);
        json.append(",\"error_code\":")
                .append(failed ? "\"E" + random.nextInt(40) + "\"" : "null")
                .append('}');
        return new Event(user.getBytes(StandardCharsets.UTF_8), json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
