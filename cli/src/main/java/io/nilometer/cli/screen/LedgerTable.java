package io.nilometer.cli.screen;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The ledger as a table: one line per stream, its balance checked. */
public final class LedgerTable {

    /** In the order of the balance: the first is the sum of the others. */
    private static final List<String> COUNTERS =
            Stream.concat(Stream.of("read"), Counts.WAYS.stream()).toList();

    private static final List<String> DETAILS = List.of(
            "reasons",
            "late_for",
            "failed_for",
            "late_by",
            "clock_moved",
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
            Counts counts = new Counts(stream.getValue());
            boolean balanced = counts.isBalanced();
            all &= balanced;
            StringBuilder line = new StringBuilder(pad(stream.getKey(), width));
            COUNTERS.forEach(name ->
                    line.append(String.format(Locale.ROOT, "%," + width(ledger, name) + "d", counts.number(name))));
            out.println(line + "  " + (balanced ? paint.green("balanced") : paint.red("does not balance")));
            details(stream.getValue()).forEach(detail -> out.println(pad("", width) + "   " + detail));
        }
        out.flush();
        return all;
    }

    /** As wide as the widest in it, and two blanks before. */
    private static int width(Map<String, ? extends Map<String, ?>> ledger, String name) {
        int numbers = ledger.values().stream()
                .mapToInt(counters ->
                        Counts.text(new Counts(counters).number(name)).length())
                .max()
                .orElse(0);
        return 2 + Math.max(name.length(), numbers);
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

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
