package io.nilometer.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ledger of a stream, as {@code ledger.json} shows it; what is not there is zero or empty. */
record Counts(Map<String, ?> ledger) {

    long number(String name) {
        return ledger.get(name) instanceof Number number ? number.longValue() : 0;
    }

    Map<?, ?> map(String name) {
        return ledger.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    long number(String map, String name) {
        return map(map).get(name) instanceof Number number ? number.longValue() : 0;
    }

    boolean has(String list, String name) {
        return ledger.get(list) instanceof List<?> names && names.contains(name);
    }

    List<?> list(String name) {
        return ledger.get(name) instanceof List<?> list ? list : List.of();
    }

    long read() {
        return number("read");
    }

    /** Records that became events with a time. */
    long events() {
        return read() - number("rejected");
    }

    static String text(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code all 12}, {@code 11 of 12}. */
    static String share(long part, long whole) {
        return part == whole ? "all " + text(whole) : text(part) + " of " + text(whole);
    }
}
