package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Time zones as they are written behind a time: {@code Z}, {@code +02}, {@code +0200}, {@code +02:00}, {@code UTC},
 * {@code Europe/Berlin}, {@code [Europe/Berlin]}, {@code +0200 (CEST)}, and the short names that Spark's cast takes
 * ({@link ZoneId#SHORT_IDS}). Remembers the last one. Used by one thread.
 */
final class WrittenZones {

    private static final int LONGEST = 80;

    private final LocalOffsets ours;
    private byte[] last = {};
    private @Nullable LocalOffsets lastFound;

    /** @param zone of times that are written without one */
    WrittenZones(ZoneId zone) {
        ours = new LocalOffsets(zone);
    }

    /** Null when it is no zone. */
    @Nullable
    LocalOffsets find(byte[] b, int from, int to) {
        if (from == to) {
            return ours;
        }
        if (to - from > LONGEST) {
            return null;
        }
        if (!Arrays.equals(b, from, to, last, 0, last.length)) {
            last = Arrays.copyOfRange(b, from, to);
            lastFound = find(new String(last, StandardCharsets.ISO_8859_1));
        }
        return lastFound;
    }

    private static @Nullable LocalOffsets find(String written) {
        String text = withoutRemark(written);
        String upper = text.toUpperCase(Locale.ROOT);
        String id = upper.equals("UTC") || upper.equals("GMT") || upper.equals("UT") || upper.equals("Z")
                ? "Z"
                : text.replaceFirst("([+-])(\\d):", "$10$2:").replaceFirst("([+-])(\\d\\d):(\\d)$", "$1$2:0$3");
        try {
            return new LocalOffsets(ZoneId.of(id, ZoneId.SHORT_IDS));
        } catch (DateTimeException e) {
            return null; // no zone: the text is no time
        }
    }

    /** What stands in brackets is the zone's name; behind an offset it says again what the offset decides. */
    private static String withoutRemark(String text) {
        int bracket = text.indexOf('[');
        if (bracket >= 0 && text.endsWith("]")) {
            return bracket == 0 ? text.substring(1, text.length() - 1) : text.substring(0, bracket);
        }
        int remark = text.indexOf(" (");
        return remark > 0 && text.endsWith(")") ? text.substring(0, remark) : text;
    }
}
