package io.nilometer.cli.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the counters that a test names with the ledger; counters it does not name may have any value. */
final class LedgerCheck {

    private LedgerCheck() {}

    /** @return what differs, one line each */
    static List<String> check(Map<String, Object> expected, Map<String, ?> actual) {
        List<String> lines = new ArrayList<>();
        compare("ledger", expected, actual, lines);
        return lines;
    }

    private static void compare(String path, Map<?, ?> expected, Map<?, ?> actual, List<String> lines) {
        expected.forEach((name, wanted) -> {
            Object found = actual.get(name);
            String where = path + "." + name;
            if (wanted instanceof Map<?, ?> inner) {
                compare(where, inner, found instanceof Map<?, ?> there ? there : Map.of(), lines);
            } else if (!Comparison.same(wanted, counter(found))) {
                lines.add(where + " is " + counter(found) + ", not " + wanted);
            }
        });
    }

    /** What never happened is not in the ledger's maps. */
    private static Object counter(@Nullable Object found) {
        return found == null ? 0L : found;
    }
}
