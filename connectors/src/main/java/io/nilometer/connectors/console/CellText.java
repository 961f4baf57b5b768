package io.nilometer.connectors.console;

import io.nilometer.connectors.json.RowJson;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as a person reads them. Nothing in data can reach the terminal as a control sequence. */
public final class CellText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int DIGITS = 4;

    private CellText() {}

    /** @param sameDay whether the day of times is said elsewhere */
    public static String of(@Nullable Object value, boolean sameDay) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof Instant moment) {
            return moment(moment, sameDay);
        }
        if (value instanceof List || value instanceof Map || value instanceof byte[]) {
            return visible(new String(RowJson.bytes(value), StandardCharsets.UTF_8));
        }
        return visible(value instanceof BigDecimal number ? number.toPlainString() : value.toString());
    }

    private static String number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.toString(number);
        }
        double size = Math.abs(number);
        if (size >= 1e15 || (size < 1e-6 && size > 0)) {
            return new BigDecimal(number)
                    .round(new MathContext(DIGITS + 1))
                    .stripTrailingZeros()
                    .toString();
        }
        BigDecimal exact = BigDecimal.valueOf(number);
        // Below one, leading zeros tell nothing: four digits that do.
        BigDecimal rounded =
                size < 1 ? exact.round(new MathContext(DIGITS)) : exact.setScale(DIGITS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private static String moment(Instant moment, boolean sameDay) {
        String text = (sameDay ? TIME : MOMENT).format(moment);
        int millis = moment.getNano() / 1_000_000;
        return millis == 0 ? text : text + String.format(".%03d", millis);
    }

    /** Control characters, line ends and what turns the direction of writing, as escapes. */
    private static String visible(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (isHidden(point)) {
                        safe.append(String.format("\\u%04x", point));
                    } else {
                        safe.appendCodePoint(point);
                    }
                }
            }
        });
        return safe.toString();
    }

    /** Whether it could steer a terminal, turn the direction of writing, or be there without being seen. */
    static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
