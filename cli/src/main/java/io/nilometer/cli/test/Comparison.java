package io.nilometer.cli.test;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a value is the one a test expects. The expected value is what YAML gives; the actual one has its column's type. */
final class Comparison {

    /** Doubles may differ by this much, relative to the larger one when that is over 1. */
    static final double TOLERANCE = 1e-9;

    private Comparison() {}

    static boolean same(@Nullable Object expected, @Nullable Object actual) {
        if (expected == null || actual == null) {
            return expected == actual;
        }
        if (actual instanceof Number number) {
            return expected instanceof Number wanted && sameNumber(wanted, number);
        }
        if (actual instanceof Instant instant) {
            return instant.equals(instant(expected));
        }
        if (actual instanceof LocalDate date) {
            return date.toString().equals(String.valueOf(expected));
        }
        if (actual instanceof List<?> list) {
            return expected instanceof List<?> wanted && sameList(wanted, list);
        }
        if (actual instanceof Map<?, ?> map) {
            return expected instanceof Map<?, ?> wanted && sameMap(wanted, map);
        }
        if (actual instanceof Boolean) {
            return actual.equals(expected);
        }
        return String.valueOf(expected).equals(String.valueOf(actual));
    }

    private static boolean sameNumber(Number expected, Number actual) {
        if (isExact(expected) && isExact(actual)) {
            return decimal(expected).compareTo(decimal(actual)) == 0;
        }
        double a = expected.doubleValue();
        double b = actual.doubleValue();
        return Double.compare(a, b) == 0
                || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
    }

    private static boolean isExact(Number number) {
        return !(number instanceof Double) && !(number instanceof Float);
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }

    private static @Nullable Instant instant(Object expected) {
        try {
            return OffsetDateTime.parse(String.valueOf(expected)).toInstant();
        } catch (DateTimeException notATime) {
            return null; // then it is not the same
        }
    }

    private static boolean sameList(List<?> expected, List<?> actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        Iterator<?> values = actual.iterator();
        for (Object wanted : expected) {
            if (!same(wanted, values.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMap(Map<?, ?> expected, Map<?, ?> actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : expected.entrySet()) {
            if (!actual.containsKey(entry.getKey()) || !same(entry.getValue(), actual.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
