package io.nilometer.core.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds the name that a user may have meant. */
public final class Nearest {

    private static final int MOST_LISTED = 24;
    private static final int LONGEST = 100;
    /** Of words such as {@code sec}; a longer one begins like many. */
    private static final int SHORT = 4;

    private Nearest() {}

    /** The closest of the valid names, if it is close enough to be a slip of the fingers. */
    public static Optional<String> find(String written, Collection<String> valid) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String best = null;
        int least = Math.max(1, Math.min(written.length(), 40) / 3) + 1;
        for (String name : valid) {
            if (Math.abs(name.length() - written.length()) < least) {
                int distance =
                        distance(written.toLowerCase(java.util.Locale.ROOT), name.toLowerCase(java.util.Locale.ROOT));
                if (distance < least) {
                    least = distance;
                    best = name;
                }
            }
        }
        return Optional.ofNullable(best).or(() -> longer(written, valid));
    }

    /** {@code sec} for {@code s}, {@code warn} for {@code warning}: the only one that begins so, or that it begins with. */
    private static Optional<String> longer(String written, Collection<String> valid) {
        List<String> alike = valid.stream()
                .filter(name -> !name.isEmpty() && !written.isEmpty())
                .filter(name -> name.startsWith(written) || written.startsWith(name) && written.length() <= SHORT)
                .toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    /** A remedy: the nearest name, or all of them. */
    static String remedy(String written, Collection<String> valid) {
        Optional<String> nearest = find(written, valid);
        if (nearest.isPresent()) {
            return "did you mean `" + nearest.get() + "`?";
        }
        if (valid.isEmpty()) {
            return "take it out";
        }
        String names = String.join(", ", valid.stream().limit(MOST_LISTED).toList());
        return "one of: " + names + (valid.size() > MOST_LISTED ? " …" : "");
    }

    /**
     * Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other, no part edited twice
     * (optimal string alignment; Damerau 1964).
     */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
