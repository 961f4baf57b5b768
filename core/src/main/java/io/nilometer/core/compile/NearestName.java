package io.nilometer.core.compile;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/** What somebody who mistyped a name may have meant. */
final class NearestName {

    private NearestName() {}

    /** Of several as near, the first. */
    static Optional<String> of(String written, Collection<String> valid) {
        int tolerated = Math.max(2, written.length() / 3);
        return valid.stream()
                .filter(name -> distance(written, name) <= tolerated)
                .min(Comparator.comparingInt((String name) -> distance(written, name)));
    }

    /** As the remedy of a problem: the nearest name, or all there are when they are few. */
    static String remedy(String written, Collection<String> valid, String listing) {
        return of(written, valid)
                .map(name -> "write `" + name + "`")
                .orElse(valid.isEmpty() || valid.size() > 40 ? "" : listing + ": " + String.join(", ", valid));
    }

    /** Letters in another order are one slip. */
    private static int distance(String a, String b) {
        if (a.length() == b.length() && !a.equals(b) && Arrays.equals(sorted(a), sorted(b))) {
            return 1;
        }
        return UTF8String.fromString(a.toLowerCase(Locale.ROOT))
                .levenshteinDistance(UTF8String.fromString(b.toLowerCase(Locale.ROOT)));
    }

    private static int[] sorted(String text) {
        return text.toLowerCase(Locale.ROOT).chars().sorted().toArray();
    }
}
