package io.nilometer.connectors.file;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Distribution;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Rate;
import io.nilometer.api.RemoteFiles;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes sources that read lines from files. */
public final class FileSourceFactory implements SourceFactory {

    static final Option<List<String>> PATH = Option.required(
            "path",
            OptionType.TEXTS,
            "a file, a directory or a glob such as /var/log/app*.log; on Spark also where Hadoop has a client, such as "
                    + "hdfs://nn/logs/*.gz or s3a://bucket/logs. What is packed by gzip, zstd or bzip2 is unpacked, "
                    + "whatever its name; of a cut or damaged one the lines up to there are read, and it is told");
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

    static final Option<Boolean> CLOSED = Option.of(
            "closed",
            OptionType.FLAG,
            false,
            "with follow: files are complete when they appear, as when they are moved here, and don't change: so a folder can "
                    + "be followed on Spark too");
    static final Option<Long> MAX_FILES = Option.of(
            "max_files", OptionType.INTEGER, 1_000L, "on Spark, the most files that are begun with one batch");

    static final Option<Duration> GIVE_UP_AFTER = Option.of(
            "give_up_after",
            OptionType.DURATION,
            Duration.ofMinutes(1),
            "how long a bounded run (--until-end) tries to reach the store of remote files that does not answer; any other run "
                    + "never gives up");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "file",
            "Lines of files. Every file is a partition, in itself in order: files of several hosts don't make each other late. "
                    + "One with those that were rotated from it (app.log, app.log.1, app.log.2.gz) is one partition, oldest "
                    + "first. Files of a directory or a glob that hold no "
                    + "lines (archives, images, pipes) are told and left out; named by itself, such a file is an error.",
            List.of(PATH, FOLLOW, START, PATTERN, CLOSED, MAX_FILES, GIVE_UP_AFTER, Rate.MAX_RATE));

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
        return paths == null
                ? List.of()
                : List.of("whether there are files at "
                        + paths.stream().map(RemoteFiles::withoutPassword).collect(Collectors.joining(", ")));
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
                        "duplicate-path",
                        "file: path names " + RemoteFiles.withoutPassword(path) + " twice",
                        "name each path once",
                        place));
            }
            if (!RemoteFiles.withoutPassword(path).equals(path)) {
                problems.add(Problem.error(
                        "password-in-path",
                        "file: path " + RemoteFiles.withoutPassword(path)
                                + " has a password in it, and paths are printed",
                        "leave it out; settings such as spark.hadoop.fs.s3a.secret.key take secrets",
                        place));
            }
            if (isSpecial(path, place)) {
                problems.add(Problem.error(
                        "file-not-lines",
                        "file: path " + path
                                + " is a pipe, a socket or a device, which may not end and cannot be read again",
                        "name files; what comes through a pipe is read by the source stdin",
                        place));
            }
            FileListing.problemOf(path)
                    .ifPresent(what -> problems.add(Problem.error(
                            "bad-glob",
                            "file: path " + RemoteFiles.withoutPassword(path) + " " + what,
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
        if (options.get(MAX_FILES) < 1) {
            problems.add(Problem.error(
                    "bad-value", "file: max_files must be at least 1", "write a number such as 1000", place));
        }
        if (options.get(GIVE_UP_AFTER).isNegative()
                || options.get(GIVE_UP_AFTER).isZero()) {
            problems.add(Problem.error(
                    "bad-value", "file: give_up_after must be longer than 0s", "write a duration such as 1m", place));
        }
        if (options.get(CLOSED) && !options.get(FOLLOW)) {
            problems.add(Problem.error(
                    "closed-without-follow",
                    "file: closed: true without follow: true changes nothing",
                    "add follow: true, or leave closed out",
                    place));
        }
        if (options.get(CLOSED) && options.get(START) == Start.END) {
            problems.add(Problem.error(
                    "closed-start-end",
                    "file: start: end skips what is there, closed: true reads files whole",
                    "leave one of them out",
                    place));
        }
        return problems;
    }

    /** Whether there is something under that name now that is no file; nothing is opened for it. */
    private static boolean isSpecial(String path, Place place) {
        try {
            Path folder = Path.of(place.file()).toAbsolutePath().getParent();
            Path whole = folder == null ? Path.of(path) : folder.resolve(path);
            return Files.exists(whole) && !Files.isRegularFile(whole) && !Files.isDirectory(whole);
        } catch (InvalidPathException e) {
            // A glob.
            return false;
        }
    }

    @Override
    public List<Problem> alone(Options options, Place place) {
        return options.get(PATH).stream()
                .filter(RemoteFiles::isRemote)
                .map(path -> RemoteFiles.refusal(path, place))
                .toList();
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
        return options.get(FOLLOW) && !options.get(CLOSED)
                ? new Distribution.OneMachine(
                        "files that are followed are read by one process, on the machine where they grow",
                        "use --engine embedded, read from Kafka, read what is there now with follow: false, or say closed: true "
                                + "if files are complete when they appear")
                : new Distribution.InRanges(new FileRanges());
    }
}
