package io.nilometer.cli.screen;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ledger as a table: one line per stream, its balance checked. */
public final class LedgerTable {

    /** In the order of the balance: the first is the sum of the others. */
    private static final List<String> COUNTERS = List.of("read", "used", "filtered", "duplicate", "late", "rejected");

    private static final List<String> DETAILS = List.of(
            "reasons",
            "late_for",
            "failed_for",
            "late_by",
            "bad_fields",
            "bad_values",
            "never",
            "no_event_for",
            "notes");

    private LedgerTable() {}

    /**
     * @param ledger by stream, as in {@code ledger.json}: counters as numbers, and maps of counters
     * @return whether every stream balances
     */
    public static boolean print(Map<String, ? extends Map<String, ?>> ledger, PrintWriter out, Paint paint) {
        int width = Math.max(
                6, ledger.keySet().stream().mapToInt(String::length).max().orElse(0));
        StringBuilder head = new StringBuilder(pad("stream", width));
        COUNTERS.forEach(name -> head.append(String.format(Locale.ROOT, "%" + width(ledger, name) + "s", name)));
        out.println(paint.bold(head.toString()));
        boolean all = true;
        for (Map.Entry<String, ? extends Map<String, ?>> stream : ledger.entrySet()) {
            boolean balanced = balanced(stream.getValue());
            all &= balanced;
            StringBuilder line = new StringBuilder(pad(stream.getKey(), width));
            COUNTERS.forEach(name -> line.append(
                    String.format(Locale.ROOT, "%," + width(ledger, name) + "d", number(stream.getValue(), name))));
            out.println(line + "  " + (balanced ? paint.green("balanced") : paint.red("does not balance")));
            details(stream.getValue()).forEach(detail -> out.println(pad("", width) + "   " + detail));
        }
        out.flush();
        return all;
    }

    /** As wide as the widest in it, and two blanks before. */
    private static int width(Map<String, ? extends Map<String, ?>> ledger, String name) {
        int numbers = ledger.values().stream()
                .mapToInt(counters -> String.format(Locale.ROOT, "%,d", number(counters, name))
                        .length())
                .max()
                .orElse(0);
        return 2 + Math.max(name.length(), numbers);
    }

    private static boolean balanced(Map<String, ?> counters) {
        long sum = COUNTERS.stream()
                .skip(1)
                .mapToLong(name -> number(counters, name))
                .sum();
        return sum == number(counters, "read");
    }

    private static List<String> details(Map<String, ?> counters) {
        List<String> lines = new ArrayList<>();
        for (String name : DETAILS) {
            List<String> texts = new ArrayList<>();
            if (counters.get(name) instanceof Map<?, ?> parts) {
                parts.forEach((key, value) -> texts.add(Paint.plain(key + " " + value)));
            } else if (counters.get(name) instanceof List<?> names) {
                names.forEach(one -> texts.add(Paint.plain(String.valueOf(one))));
            }
            if (!texts.isEmpty()) {
                lines.add(name.replace('_', ' ') + ": " + String.join(", ", texts));
            }
        }
        return lines;
    }

    private static long number(Map<String, ?> counters, String name) {
        return counters.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
