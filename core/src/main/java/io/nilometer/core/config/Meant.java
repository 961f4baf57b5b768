package io.nilometer.core.config;

import io.nilometer.api.Durations;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody means who writes a quantity as other programs have it: as a remedy that can be written as it stands. */
final class Meant {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([A-Za-zµ]*)");
    private static final Pattern TURNED = Pattern.compile("(\\S+) every (\\S+)(.*)");
    private static final Pattern WORD = Pattern.compile("\\b[A-Za-z]{3,}\\b");
    private static final List<String> WINDOW_WORDS = List.of("every", "offset", "session", "all", "same", "in");
    private static final long MILLI = 1;
    private static final long SECOND = 1_000;

    private Meant() {}

    static String duration(String text) {
        Matcher amount = AMOUNT.matcher(text.strip());
        if (amount.matches() && amount.group(2).isEmpty()) {
            return "say of what: `" + amount.group(1) + "s` are seconds, `" + amount.group(1) + "m` minutes";
        }
        return durationText(text).map(Meant::write).orElse("write a duration such as `30s`");
    }

    static String window(String text) {
        try {
            WindowText.parse(text, Duration.ZERO);
        } catch (WindowText.Refused e) {
            return e.remedy;
        } catch (IllegalArgumentException e) {
            // as other programs write it
        }
        String plain = AMOUNT.matcher(text.strip().replaceAll("(?i)\\b(hop|slide|by|step)\\b", "every"))
                .replaceAll(found -> Matcher.quoteReplacement(meant(found)));
        plain = WORD.matcher(plain)
                .replaceAll(word -> Nearest.find(word.group(), WINDOW_WORDS).orElse(word.group()));
        Matcher turned = TURNED.matcher(plain);
        return reads(plain)
                .or(() -> turned.matches()
                        ? reads(turned.group(2) + " every " + turned.group(1) + turned.group(3))
                        : Optional.empty())
                .map(Meant::write)
                .orElse("write a window such as `1m`, `5m every 1m` or `1d offset 6h`");
    }

    static String size(String text) {
        Matcher amount = AMOUNT.matcher(text.strip());
        if (!amount.matches() || amount.group(1).contains(".")) {
            return "write a size such as `64 KiB` or `1 MiB`";
        }
        String unit = amount.group(2).toLowerCase(Locale.ROOT);
        String ours = unit.startsWith("k")
                ? " KiB"
                : unit.startsWith("m") ? " MiB" : unit.startsWith("g") ? " GiB" : unit.startsWith("t") ? "024 GiB" : "";
        return write(amount.group(1) + ours);
    }

    static String zone(String text) {
        String end = "/" + text.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
        List<String> cities = ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.toLowerCase(Locale.ROOT).endsWith(end) || id.equalsIgnoreCase(text.strip()))
                .filter(id -> !id.startsWith("SystemV") && !id.startsWith("posix"))
                .sorted()
                .toList();
        return cities.isEmpty()
                ? Nearest.find(text, ZoneId.getAvailableZoneIds())
                        .map(Meant::write)
                        .orElse("write `UTC`, or a continent and a city: `Europe/Berlin`")
                : write(cities.get(0));
    }

    static String instant(String text) {
        String day = text.strip().replace(' ', 'T');
        for (String whole : List.of(day + "Z", day + ":00Z", day + "T00:00:00Z")) {
            try {
                return write("\"" + Instant.parse(whole) + "\"");
            } catch (DateTimeException e) {
                continue;
            }
        }
        return "write it as \"2026-01-01T00:00:00Z\"";
    }

    /** @param type of a component's option, as the reference calls it */
    static String option(String type, String text) {
        return switch (type) {
            case "duration" -> duration(text);
            case "size" -> size(text);
            case "integer" -> "write a whole number such as `10`";
            case "true or false" -> "write `true` or `false`";
            default ->
                type.contains("|") ? Nearest.remedy(text, List.of(type.split("\\|"))) : "write it as its help says";
        };
    }

    private static String write(String text) {
        return "write `" + text + "`";
    }

    private static String meant(MatchResult amount) {
        return durationText(amount.group()).orElse(amount.group());
    }

    private static Optional<String> reads(String window) {
        try {
            WindowText.parse(window, Duration.ZERO);
            return Optional.of(window);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> durationText(String text) {
        try {
            Matcher amount = AMOUNT.matcher(text.strip());
            if (!amount.matches()) {
                Duration iso = Duration.parse(text.strip());
                return iso.isNegative() ? Optional.empty() : Optional.of(Durations.print(iso));
            }
            long unit = unit(amount.group(2).toLowerCase(Locale.ROOT));
            long millis = new BigDecimal(amount.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .longValueExact();
            return unit == 0 ? Optional.empty() : Optional.of(Durations.print(Duration.ofMillis(millis)));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static long unit(String word) {
        return switch (word) {
            case "ms", "msec", "msecs", "milli", "millis", "millisecond", "milliseconds" -> MILLI;
            case "s", "sec", "secs", "second", "seconds" -> SECOND;
            case "m", "min", "mins", "minute", "minutes" -> 60 * SECOND;
            case "h", "hr", "hrs", "hour", "hours" -> 3_600 * SECOND;
            case "d", "day", "days" -> 86_400 * SECOND;
            case "w", "week", "weeks" -> 7 * 86_400 * SECOND;
            default -> 0;
        };
    }
}
