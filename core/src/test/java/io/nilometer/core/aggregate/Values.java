package io.nilometer.core.aggregate;

import io.nilometer.core.aggregate.Cuts.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Random values, nasty ones among them, and events that carry them. */
final class Values {

    private static final double[] NASTY = {
        0.0,
        -0.0,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        1e300,
        -1e300,
        0x1p960,
        1,
        -1
    };

    private Values() {}

    /** Up to {@code most} events out of time order, one in eight without a value, some with the value of an earlier one. */
    static List<Event> events(Random random, int most, Function<Random, Object> value) {
        List<Event> events = new ArrayList<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            events.add(Event.of(random.nextInt(20), i, value(random, events, value)));
        }
        return events;
    }

    private static @Nullable Object value(Random random, List<Event> earlier, Function<Random, Object> value) {
        int kind = random.nextInt(8);
        if (kind == 0) {
            return null;
        }
        return kind < 3 && !earlier.isEmpty()
                ? earlier.get(random.nextInt(earlier.size())).value()
                : value.apply(random);
    }

    static double benign(Random random) {
        return random.nextGaussian() * Math.pow(10, random.nextInt(6) - 3);
    }

    static double finite(Random random) {
        return random.nextInt(4) == 0 ? NASTY[random.nextInt(NASTY.length)] : benign(random);
    }

    static double any(Random random) {
        return switch (random.nextInt(40)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> finite(random);
        };
    }

    static long anyLong(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> Long.MIN_VALUE;
            case 2, 3 -> random.nextLong();
            default -> random.nextInt(20) - 10;
        };
    }

    /** Of zero to forty bytes, mostly short; prefixes of each other, zero bytes and beyond ASCII among them. */
    static String text(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "a long common prefix " : "");
        for (int length = random.nextInt(random.nextInt(4) == 0 ? 20 : 4); length > 0; length--) {
            text.appendCodePoint(
                    random.nextInt(6) == 0 ? random.nextInt(0x800) : "ab\0é€𝄞".codePointAt(random.nextInt(3)));
        }
        return text.toString();
    }

    static BigDecimal decimal(Random random, int precision, int scale) {
        BigInteger unscaled = new BigInteger(random.nextInt(1 + (int) (precision * 3.32)), random);
        unscaled = unscaled.mod(BigInteger.TEN.pow(precision));
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
    }
}
