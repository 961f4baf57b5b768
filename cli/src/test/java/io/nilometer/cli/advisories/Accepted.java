package io.nilometer.cli.advisories;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;

/** Why a library with a hole is handed out all the same: in which archive, which library at which version, since when. */
record Accepted(String archive, Library library, Set<String> ids, LocalDate since, String reason) {

    /** {@code group:artifact of the archive | group:artifact:version inside | ids | date | reason}. */
    static Accepted parse(String line) {
        String[] parts = Fields.of(line, 5);
        return new Accepted(
                parts[0], Library.parse(parts[1]), Set.of(parts[2].split("[, ]+")), date(parts[3]), parts[4]);
    }

    static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a date, like 2026-11-28: " + text, e);
        }
    }

    boolean excuses(Finding finding) {
        return archive.equals(finding.archive().library().name())
                && library.equals(finding.library())
                && ids.contains(finding.advisory().id());
    }
}
