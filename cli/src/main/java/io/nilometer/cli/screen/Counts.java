package io.nilometer.cli.screen;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ledger of a stream, as {@code ledger.json} shows it; what is not there is zero or empty. */
public record Counts(Map<String, ?> ledger) {

    /** What becomes of records: those that were read are the sum of these. */
    static final List<String> WAYS = List.of("used", "filtered", "duplicate", "late", "rejected");

    public boolean isBalanced() {
        return WAYS.stream().mapToLong(this::number).sum() == read();
    }

    public long number(String name) {
        return ledger.get(name) instanceof Number number ? number.longValue() : 0;
    }

    public Map<?, ?> map(String name) {
        return ledger.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    public long number(String map, String name) {
        return map(map).get(name) instanceof Number number ? number.longValue() : 0;
    }

    public boolean has(String list, String name) {
        return ledger.get(list) instanceof List<?> names && names.contains(name);
    }

    public List<?> list(String name) {
        return ledger.get(name) instanceof List<?> list ? list : List.of();
    }

    public long read() {
        return number("read");
    }

    /** Records that became events with a time. */
    public long events() {
        return read() - number("rejected");
    }

    public static String text(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code all 12}, {@code 11 of 12}. */
    public static String share(long part, long whole) {
        return part == whole ? "all " + text(whole) : text(part) + " of " + text(whole);
    }
}
