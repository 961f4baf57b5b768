package io.nilometer.cli.advisories;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The list of advisories: the day it was made on, what is known, and what is accepted all the same. */
public record Advisories(LocalDate made, List<Advisory> known, List<Accepted> accepted) {

    private static final String MADE = "made ";
    private static final String HOLE = "hole ";
    private static final String ACCEPTED = "accepted ";

    /** Reads lines that begin with {@code made}, {@code hole} or {@code accepted}; those that begin with # are for people. */
    public static Advisories parse(List<String> lines) {
        List<Advisory> known = new ArrayList<>();
        List<Accepted> accepted = new ArrayList<>();
        Optional<LocalDate> made = Optional.empty();
        for (String line : lines) {
            if (line.startsWith(MADE)) {
                made = Optional.of(Accepted.date(rest(line, MADE)));
            } else if (line.startsWith(HOLE)) {
                known.add(Advisory.parse(rest(line, HOLE)));
            } else if (line.startsWith(ACCEPTED)) {
                accepted.add(Accepted.parse(rest(line, ACCEPTED)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException("begins with none of made, hole and accepted: " + line);
            }
        }
        return new Advisories(
                made.orElseThrow(() -> new IllegalArgumentException("the list does not say when it was made")),
                List.copyOf(known),
                List.copyOf(accepted));
    }

    private static String rest(String line, String word) {
        return line.substring(word.length()).trim();
    }

    /** All holes that are known of the archives, those that are accepted too. */
    public List<Finding> findings(Collection<Archive> archives) {
        List<Finding> found = new ArrayList<>();
        for (Archive archive : archives) {
            for (Library library : archive.libraries()) {
                known.stream()
                        .filter(advisory -> advisory.concerns(library))
                        .forEach(advisory -> found.add(new Finding(archive, library, advisory)));
            }
        }
        return found;
    }

    /** What must not be handed out, one line each, and what is accepted for nothing any more. */
    public List<String> objections(Collection<Archive> archives) {
        List<Finding> findings = findings(archives);
        TreeSet<String> objections = new TreeSet<>();
        findings.stream()
                .filter(finding -> accepted.stream().noneMatch(one -> one.excuses(finding)))
                .forEach(finding -> objections.add(finding.toString()));
        for (Accepted one : accepted) {
            for (String id : one.ids()) {
                if (findings.stream()
                        .noneMatch(finding ->
                                one.excuses(finding) && finding.advisory().id().equals(id))) {
                    objections.add(id + " is accepted for " + one.library() + " in " + one.archive()
                            + ", which is not affected: delete it there");
                }
            }
        }
        return List.copyOf(objections);
    }
}
