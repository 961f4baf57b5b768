package io.nilometer.connectors.file;

import io.nilometer.connectors.file.unpack.Fault;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tells which files of a path were left out or read in part: each when it is found, all of them at the end. */
final class FileReport {

    private static final int MOST_NAMES = 5;

    private final String path;
    private final Consumer<String> notice;
    private final Set<Path> leftOut = new LinkedHashSet<>();
    private final Set<Path> inPart = new LinkedHashSet<>();
    private final Set<Path> changed = new HashSet<>();
    private int unfinished;
    private boolean ended;

    FileReport(String path, Consumer<String> notice) {
        this.path = path;
        this.notice = notice;
    }

    void leftOut(Path path, String what, String remedy) {
        leftOut.add(path);
        notice.accept(path + " is left out: it is " + what + "; " + remedy);
    }

    /** Told once of a file. */
    void changed(Path path) {
        if (changed.add(path)) {
            notice.accept(
                    path + " has changed after it was read: what it holds now is not read; files that are complete "
                            + "when they appear don't change, put what is new under a name of its own");
        }
    }

    /** Told once of a file. */
    void inPart(BrokenFile file) {
        if (inPart.add(file.path())) {
            notice.accept(file.text());
        }
    }

    /** Something is to be read. */
    void begin() {
        unfinished++;
    }

    /** It has been read; when everything has, the files that were not read whole are told together. */
    void end() {
        unfinished--;
        if (unfinished == 0) {
            tellAll();
        }
    }

    void tellAll() {
        if (!ended && !leftOut.isEmpty()) {
            notice.accept(path + ": left out " + names(leftOut));
        }
        if (!ended && !inPart.isEmpty()) {
            notice.accept(path + ": read in part " + names(inPart));
        }
        ended = true;
    }

    private static String names(Collection<Path> paths) {
        String first = paths.stream()
                .limit(MOST_NAMES)
                .map(path -> String.valueOf(path.getFileName()))
                .collect(Collectors.joining(", "));
        int more = paths.size() - MOST_NAMES;
        return first + (more > 0 ? " and " + more + " more" : "");
    }

    /**
     * A packed file that did not give all it should.
     *
     * @param lines unpacked bytes of the lines that were read
     * @param rest unpacked bytes of an unfinished line behind them
     */
    record BrokenFile(Path path, Fault fault, long lines, long rest) {

        String text() {
            String start = path + ": at byte " + fault.position() + ", " + fault.what();
            return fault.isWhole()
                    ? start + "; that is left out, what comes before it is used"
                    : start + "; its lines up to there are used (" + lines + " bytes unpacked)"
                            + (rest > 0 ? ", without the last one, which is unfinished" : "");
        }
    }
}
