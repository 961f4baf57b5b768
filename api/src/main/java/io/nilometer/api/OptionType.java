package io.nilometer.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How the value of an option is read from YAML.
 *
 * @param name what the reference calls it, such as {@code duration}
 * @param jsonSchema the JSON Schema of what may be written
 * @param parser from what YAML 1.2 gives (String, Long, Double, Boolean, List, Map) to the value; throws
 *     {@link IllegalArgumentException} with a message that completes "must be"
 * @param <T> the Java type of the value
 */
public record OptionType<T>(String name, String jsonSchema, Function<Object, T> parser) {

    public static final OptionType<String> TEXT =
            new OptionType<>("text", "{\"type\":[\"string\",\"number\",\"boolean\"]}", raw -> {
                if (raw instanceof Map || raw instanceof List) {
                    throw new IllegalArgumentException("a single value");
                }
                return String.valueOf(raw);
            });

    public static final OptionType<Long> INTEGER =
            new OptionType<>("integer", "{\"type\":[\"integer\",\"string\"],\"pattern\":\"^[+-]?[0-9]+$\"}", raw -> {
                if (raw instanceof Long number) {
                    return number;
                }
                try {
                    return Long.parseLong(String.valueOf(raw));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("a whole number");
                }
            });

    public static final OptionType<Boolean> FLAG =
            new OptionType<>("true or false", "{\"enum\":[true,false,\"true\",\"false\"]}", raw -> {
                if (raw instanceof Boolean flag) {
                    return flag;
                }
                return switch (String.valueOf(raw)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("true or false");
                };
            });

    public static final OptionType<Duration> DURATION = new OptionType<>(
            "duration",
            "{\"type\":\"string\",\"pattern\":\"^ *[0-9]{1,15} *(ms|s|m|h|d) *$\"}",
            raw -> Durations.parse(String.valueOf(raw)));

    /** {@code 64 KiB}, {@code 1MiB}, {@code 1000}: bytes. */
    public static final OptionType<Long> SIZE = new OptionType<>(
            "size",
            "{\"type\":[\"integer\",\"string\"],\"pattern\":\"^ *[0-9]{1,15} *(B|KiB|MiB|GiB)? *$\"}",
            OptionType::parseSize);

    /** One text or a list of texts. */
    public static final OptionType<List<String>> TEXTS =
            new OptionType<>("text or list", "{\"type\":[\"string\",\"array\"]}", raw -> {
                if (raw instanceof List<?> list) {
                    List<String> texts = new ArrayList<>();
                    list.forEach(item -> texts.add(TEXT.parser().apply(item)));
                    return List.copyOf(texts);
                }
                return List.of(TEXT.parser().apply(raw));
            });

    public static final OptionType<Map<String, String>> TEXT_MAP =
            new OptionType<>("map of text", "{\"type\":\"object\"}", raw -> {
                if (!(raw instanceof Map<?, ?> map)) {
                    throw new IllegalArgumentException("a map");
                }
                Map<String, String> texts = new LinkedHashMap<>();
                map.forEach((key, value) ->
                        texts.put(String.valueOf(key), TEXT.parser().apply(value)));
                return java.util.Collections.unmodifiableMap(texts);
            });

    /** A Spark SQL expression over the rows at hand; compiled by the engine, not by the component. */
    public static final OptionType<String> EXPRESSION =
            new OptionType<>("expression", "{\"type\":[\"string\",\"number\",\"boolean\"]}", TEXT.parser());

    /** One of an enum's constants, written in lower case. */
    public static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        String schema = "{\"enum\":[\"" + String.join("\",\"", names) + "\"]}";
        return new OptionType<>(String.join("|", names), schema, raw -> {
            int index = names.indexOf(String.valueOf(raw));
            if (index < 0) {
                throw new IllegalArgumentException("one of " + String.join(", ", names));
            }
            return type.getEnumConstants()[index];
        });
    }

    private static long parseSize(Object raw) {
        String text = String.valueOf(raw).trim();
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        long unit =
                switch (text.substring(digits).trim()) {
                    case "", "B" -> 1L;
                    case "KiB" -> 1L << 10;
                    case "MiB" -> 1L << 20;
                    case "GiB" -> 1L << 30;
                    default -> 0L;
                };
        if (digits == 0 || unit == 0 || digits > 15) {
            throw new IllegalArgumentException("a size such as 64 KiB or 1 MiB");
        }
        try {
            return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("less than 8 EiB", e);
        }
    }
}
