package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How a time is written, in the notation of strftime (POSIX), which Apache's {@code %{…}t} takes; {@code %3N} and {@code %6N}
 * stand for the digits of a second's fraction.
 */
record TimePattern(List<Step> steps) {

    /** A part of a time. */
    enum Unit {
        TEXT,
        YEAR,
        YEAR_OF_CENTURY,
        MONTH,
        MONTH_NAME,
        DAY,
        DAY_NAME,
        HOUR,
        HOUR_OF_HALF_DAY,
        HALF_DAY,
        MINUTE,
        SECOND,
        FRACTION,
        ZONE,
        UTC,
        EPOCH
    }

    /**
     * @param text of {@link Unit#TEXT}; empty for others
     * @param digits how many; 0 when that is open
     * @param padded with a blank in place of a first zero
     */
    record Step(Unit unit, String text, int digits, boolean padded) {

        private static Step of(Unit unit, int digits) {
            return new Step(unit, "", digits, false);
        }
    }

    /** @throws TemplateException when it does not say which time it is, or something that can't be read */
    static TimePattern parse(String pattern) {
        TimePattern parsed = parts(pattern);
        Set<Unit> units = parsed.units();
        List<String> missing = new ArrayList<>();
        if (!units.contains(Unit.EPOCH)) {
            miss(missing, units, "year", Unit.YEAR, Unit.YEAR_OF_CENTURY);
            miss(missing, units, "month", Unit.MONTH, Unit.MONTH_NAME);
            miss(missing, units, "day", Unit.DAY);
            miss(missing, units, "hour", Unit.HOUR, Unit.HOUR_OF_HALF_DAY);
            miss(missing, units, "minute", Unit.MINUTE);
            if (units.contains(Unit.HOUR_OF_HALF_DAY) && !units.contains(Unit.HOUR)) {
                miss(missing, units, "%p", Unit.HALF_DAY);
            }
        }
        if (!missing.isEmpty()) {
            throw new TemplateException(
                    "has a time `" + pattern + "` without " + String.join(", ", missing),
                    "write one that has all of them, such as %t or %{%Y-%m-%dT%H:%M:%S%z}t");
        }
        return parsed;
    }

    /** Whether it says which time it is. Anything that can't be read is told by {@link #parse}. */
    static boolean isWhole(String pattern) {
        try {
            parse(pattern);
            return true;
        } catch (TemplateException e) {
            return false;
        }
    }

    Shape shape() {
        int count = 2;
        for (Step step : steps) {
            count += states(step);
        }
        Shape.Builder builder = Shape.ofStates(Math.min(count, 63));
        int state = 0;
        for (Step step : steps) {
            state = add(builder, step, state);
        }
        int dash = state + 1;
        return builder.on(0, "-", dash).end(state, dash);
    }

    private static int states(Step step) {
        return switch (step.unit) {
            case TEXT -> step.text.length();
            case ZONE -> 6;
            case MONTH_NAME, DAY_NAME -> step.digits == 0 ? 1 : step.digits;
            case EPOCH -> 1;
            case HALF_DAY -> 2;
            default -> step.digits;
        };
    }

    private static int add(Shape.Builder builder, Step step, int state) {
        int p = state;
        switch (step.unit) {
            case TEXT -> {
                for (byte b : step.text.getBytes(StandardCharsets.ISO_8859_1)) {
                    builder.on(p, String.valueOf((char) (b & 0xFF)), ++p);
                }
            }
            case UTC -> {}
            case ZONE -> {
                // ±hhmm or ±hh:mm
                builder.on(p, "-+", p + 1).on(p + 1, "0-9", p + 2).on(p + 2, "0-9", p + 3);
                builder.on(p + 3, ":", p + 4).on(p + 3, "0-9", p + 5).on(p + 4, "0-9", p + 5);
                builder.on(p + 5, "0-9", p + 6);
                p += 6;
            }
            case EPOCH -> {
                builder.on(p, "0-9", p + 1).on(p + 1, "0-9", p + 1);
                p++;
            }
            case MONTH_NAME, DAY_NAME, HALF_DAY -> {
                int letters = step.unit == Unit.HALF_DAY ? 2 : step.digits;
                for (int i = 0; i < Math.max(letters, 1); i++) {
                    builder.on(p, "a-zA-Z", ++p);
                }
                if (letters == 0) {
                    builder.on(p, "a-zA-Z", p);
                }
            }
            default -> {
                for (int i = 0; i < step.digits; i++) {
                    builder.on(p, i == 0 && step.padded ? " 0-9" : "0-9", ++p);
                }
            }
        }
        return p;
    }

    private Set<Unit> units() {
        Set<Unit> units = EnumSet.noneOf(Unit.class);
        steps.forEach(step -> units.add(step.unit));
        return units;
    }

    private static void miss(List<String> missing, Set<Unit> units, String name, Unit... one) {
        for (Unit unit : one) {
            if (units.contains(unit)) {
                return;
            }
        }
        missing.add(name);
    }

    private static TimePattern parts(String pattern) {
        List<Step> steps = new ArrayList<>();
        for (int p = 0; p < pattern.length(); p++) {
            char c = pattern.charAt(p);
            if (c != '%') {
                Unit last = steps.isEmpty() ? Unit.TEXT : steps.get(steps.size() - 1).unit;
                if (c == 'Z' && (last == Unit.SECOND || last == Unit.FRACTION)) {
                    steps.add(Step.of(Unit.UTC, 0));
                }
                steps.add(new Step(Unit.TEXT, String.valueOf(c), 0, false));
                continue;
            }
            p++;
            char letter = p < pattern.length() ? pattern.charAt(p) : ' ';
            if ((letter == '3' || letter == '6') && pattern.startsWith("N", p + 1)) {
                steps.add(Step.of(Unit.FRACTION, letter - '0'));
                p++;
            } else {
                steps.addAll(steps(letter));
            }
        }
        TimePattern parsed = new TimePattern(List.copyOf(steps));
        if (parsed.steps.stream().mapToInt(TimePattern::states).sum() > 60) {
            throw new TemplateException(
                    "has a time `" + pattern + "` of more than 60 characters", "write a shorter one");
        }
        return parsed;
    }

    private static List<Step> steps(char letter) {
        return switch (letter) {
            case 'Y' -> List.of(Step.of(Unit.YEAR, 4));
            case 'y' -> List.of(Step.of(Unit.YEAR_OF_CENTURY, 2));
            case 'm' -> List.of(Step.of(Unit.MONTH, 2));
            case 'b', 'h' -> List.of(Step.of(Unit.MONTH_NAME, 3));
            case 'B' -> List.of(Step.of(Unit.MONTH_NAME, 0));
            case 'd' -> List.of(Step.of(Unit.DAY, 2));
            case 'e' -> List.of(new Step(Unit.DAY, "", 2, true));
            case 'a' -> List.of(Step.of(Unit.DAY_NAME, 3));
            case 'A' -> List.of(Step.of(Unit.DAY_NAME, 0));
            case 'H' -> List.of(Step.of(Unit.HOUR, 2));
            case 'k' -> List.of(new Step(Unit.HOUR, "", 2, true));
            case 'I' -> List.of(Step.of(Unit.HOUR_OF_HALF_DAY, 2));
            case 'l' -> List.of(new Step(Unit.HOUR_OF_HALF_DAY, "", 2, true));
            case 'p', 'P' -> List.of(Step.of(Unit.HALF_DAY, 0));
            case 'M' -> List.of(Step.of(Unit.MINUTE, 2));
            case 'S' -> List.of(Step.of(Unit.SECOND, 2));
            case 'z' -> List.of(Step.of(Unit.ZONE, 0));
            case 's' -> List.of(Step.of(Unit.EPOCH, 0));
            case 'T' -> parts("%H:%M:%S").steps;
            case 'R' -> parts("%H:%M").steps;
            case 'F' -> parts("%Y-%m-%d").steps;
            case 'D' -> parts("%m/%d/%y").steps;
            case 'r' -> parts("%I:%M:%S %p").steps;
            case 't' -> List.of(new Step(Unit.TEXT, "\t", 0, false));
            case '%' -> List.of(new Step(Unit.TEXT, "%", 0, false));
            case 'Z' ->
                throw new TemplateException(
                        "has a time with %Z, the name of a zone, which does not say which", "write %z, its offset");
            default ->
                throw new TemplateException(
                        "has a time with %" + letter + ", which can't be read",
                        "times are made of %Y %m %b %d %e %H %I %p %M %S %z %T %F %D %R %s and text");
        };
    }
}
