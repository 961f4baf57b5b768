package io.nilometer.connectors.file;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Distribution;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes sources that read lines from files. */
public final class FileSourceFactory implements SourceFactory {

    static final Option<List<String>> PATH = Option.required(
            "path",
            OptionType.TEXTS,
            "a file, a directory or a glob such as /var/log/app*.log. What is packed by gzip, zstd or bzip2 is unpacked, "
                    + "whatever its name; of a cut or damaged one the lines up to there are read, and it is told. "
                    + "Of a list, each is a partition of its own");
    static final Option<Boolean> FOLLOW = Option.of(
            "follow",
            OptionType.FLAG,
            false,
            "go on reading as files grow, are rotated or appear; otherwise what is there at the start is read once");
    static final Option<Start> START = Option.of(
            "start",
            OptionType.oneOf(Start.class),
            Start.BEGINNING,
            "where a followed file is begun at the first start; files that appear later are always read whole, "
                    + "packed ones that are there then not at all");
    static final Option<String> PATTERN =
            Option.of("pattern", OptionType.TEXT, "*", "which names count in a directory");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "file",
            "Lines of files. A directory or a glob is one partition: its files "
                    + "are read in the order of their names, rotated ones oldest first. Files in it that hold no "
                    + "lines (archives, images, pipes) are told and left out; named by itself, such a file is an error.",
            List.of(PATH, FOLLOW, START, PATTERN));

    /** Where a followed file is begun. */
    public enum Start {
        BEGINNING,
        END
    }

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<String> unseen(Options options) {
        List<String> paths = options.find(PATH);
        return paths == null ? List.of() : List.of("whether there are files at " + String.join(", ", paths));
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        List<Problem> problems = new ArrayList<>();
        List<String> paths = options.get(PATH);
        if (paths.isEmpty() || paths.stream().anyMatch(String::isBlank)) {
            problems.add(Problem.error(
                    "empty-path",
                    "file: path names no file",
                    "write the path of a file, a directory or a glob",
                    place));
        }
        Set<String> seen = new HashSet<>();
        for (String path : paths) {
            if (!seen.add(path)) {
                problems.add(Problem.error(
                        "duplicate-path", "file: path names " + path + " twice", "name each path once", place));
            }
            FileListing.problemOf(path)
                    .ifPresent(what -> problems.add(Problem.error(
                            "bad-glob",
                            "file: path " + path + " " + what,
                            "see the JDK's FileSystem.getPathMatcher for globs",
                            place)));
        }
        FileListing.problemOf(options.get(PATTERN))
                .ifPresent(what -> problems.add(Problem.error(
                        "bad-glob",
                        "file: pattern " + options.get(PATTERN) + " " + what,
                        "write a glob such as *.log",
                        place)));
        if (options.get(START) == Start.END && !options.get(FOLLOW)) {
            problems.add(Problem.error(
                    "start-without-follow",
                    "file: start: end without follow: true reads nothing",
                    "add follow: true, or leave start out",
                    place));
        }
        return problems;
    }

    @Override
    public Replay replay(Options options) {
        return Replay.REPLAYABLE;
    }

    @Override
    public String identity(Options options) {
        String paths = String.join(", ", options.get(PATH).stream().sorted().toList());
        String pattern = options.get(PATTERN);
        return "file " + paths + (pattern.equals(PATTERN.defaultValue()) ? "" : " (" + pattern + ")");
    }

    @Override
    public LagUnit lagUnit() {
        return LagUnit.BYTES;
    }

    @Override
    public Source create(Options options, SourceContext context) {
        return new FileSource(options, context);
    }

    @Override
    public Distribution distribution(Options options) {
        return options.get(FOLLOW)
                ? new Distribution.OneMachine(
                        "files that are followed are read by one process, on the machine where they grow",
                        "use --engine embedded, read from Kafka, or read what is there now with follow: false")
                : new Distribution.InRanges(new FileRanges());
    }
}
