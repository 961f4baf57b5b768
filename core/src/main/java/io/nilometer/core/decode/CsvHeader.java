package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of columns as a file says them: a line of names, or the {@code #Fields:} of W3C's extended log file format
 * (W3C WD-logfile, section "Directives").
 *
 * @param names in the order of the columns, as written
 */
record CsvHeader(List<String> names) {

    private static final byte[] FIELDS = "#Fields:".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> DIRECTIVES =
            List.of("#Version:", "#Software:", "#Date:", "#Start-Date:", "#End-Date:", "#Remark:", "#GMT-Offset:");

    /** Whether a line is a directive other than {@code #Fields:}. */
    static boolean isDirective(byte[] b, int from, int to) {
        if (from == to || b[from] != '#') {
            return false;
        }
        String begin = new String(b, from, Math.min(16, to - from), StandardCharsets.ISO_8859_1);
        return DIRECTIVES.stream().anyMatch(begin::startsWith);
    }

    static boolean isFields(byte[] b, int from, int to) {
        return from < to && b[from] == '#' && Bytes.startsWith(b, from, to, FIELDS);
    }

    static CsvHeader parse(CsvDialect dialect, byte[] b, int from, int to) {
        if (isFields(b, from, to)) {
            String names = new String(b, from + FIELDS.length, to - from - FIELDS.length, StandardCharsets.UTF_8);
            return new CsvHeader(List.of(names.strip().split("\\s+")));
        }
        List<String> names = new ArrayList<>();
        for (String cell : dialect.cells(b, from, to)) {
            names.add(cell.strip());
        }
        return new CsvHeader(names);
    }

    /** The column of a name: the one written so, or else one that reads so as a name of ours; -1 when there is none. */
    int indexOf(String name) {
        int exact = names.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        String wanted = snake(name);
        for (int i = 0; i < names.size(); i++) {
            if (snake(names.get(i)).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** How many of these names it has. */
    long count(List<String> wanted) {
        return wanted.stream().filter(name -> indexOf(name) >= 0).count();
    }

    /** Whether a first line that is said to be a header can be one: texts without numbers, none of them twice. */
    boolean looksLikeNames() {
        return names.stream().noneMatch(name -> name.isEmpty() || Character.isDigit(name.charAt(0)))
                && new HashSet<>(names).size() == names.size();
    }

    /** What is wrong with it for a reader of these names; null when nothing is. */
    @Nullable
    String problem(List<String> wanted) {
        List<String> missing = wanted.stream().filter(name -> indexOf(name) < 0).toList();
        Set<String> seen = new HashSet<>();
        List<String> twice = names.stream()
                .filter(name -> !seen.add(snake(name)) && wanted.stream().anyMatch(w -> snake(w).equals(snake(name))))
                .toList();
        if (!twice.isEmpty()) {
            return "the header has the column `" + twice.get(0) + "` twice: the first one is read";
        }
        return missing.isEmpty()
                ? null
                : "the header has no column " + quoted(missing) + ": it is null (the header says "
                        + String.join(", ", names) + ")";
    }

    private static String quoted(List<String> names) {
        return "`" + String.join("`, `", names) + "`";
    }

    /** {@code cs(User-Agent)} is cs_user_agent, {@code Order ID} order_id. */
    static String snake(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_+|_+$", "");
    }
}
