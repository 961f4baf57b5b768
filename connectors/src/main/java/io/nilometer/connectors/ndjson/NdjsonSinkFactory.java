package io.nilometer.connectors.ndjson;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.disk.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes sinks that write files of JSON lines. */
public final class NdjsonSinkFactory implements SinkFactory {

    static final Option<String> PATH = Option.required(
            "path",
            OptionType.TEXT,
            "a directory, with one file {name}.ndjson for each relation in it; "
                    + "or a file ending in .ndjson, with {name} in it when there are several relations");
    static final Option<Existing> EXISTING = Option.of(
            "existing",
            OptionType.oneOf(Existing.class),
            Existing.REFUSE,
            "what to do with files that another state has written: refuse to start, append to them, or replace them");

    static final Option<Long> MAX_SIZE = Option.optional(
            "max_size",
            OptionType.SIZE,
            "a file that is larger gets no more rows; what is left out is told, once per file");

    private static final ComponentSpec SPEC = new ComponentSpec(
            "ndjson",
            "Files with one JSON object a line. Each batch is synced to disk and written once, also over crashes.",
            List.of(PATH, EXISTING, MAX_SIZE));

    /** What to do with files that are there already. */
    public enum Existing {
        REFUSE,
        APPEND,
        REPLACE
    }

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Problem> check(Options options, Place place) {
        return options.get(PATH).isBlank()
                ? List.of(Problem.error(
                        "empty-path", "ndjson: path names no directory", "write where the files shall go", place))
                : List.of();
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE;
    }

    @Override
    public void ready(Options options, SinkContext context, StateMark state) {
        NdjsonSink.check(OutputFiles.of(options.get(PATH), context), options.get(EXISTING), state);
    }

    @Override
    public Set<Path> files(Options options, SinkContext context) {
        if (options.find(PATH) == null) {
            return Set.of();
        }
        OutputFiles files = OutputFiles.of(options.get(PATH), context);
        return files.byRelation().values().stream()
                .map(file -> files.folder().resolve(file).normalize())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Sink create(Options options, SinkContext context) {
        OutputFiles files = OutputFiles.of(options.get(PATH), context);
        try {
            return new NdjsonSink(
                    files,
                    OwnedFiles.take(files, context.output()),
                    options.get(EXISTING),
                    sizeLimit(options),
                    context.notice());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + files.folder() + ": " + e, e);
        }
    }

    /**
     * Makes an existing folder of results this process's own until the lock is closed; outputs of this process may write there.
     *
     * @throws io.nilometer.api.NilometerException when another process has it
     */
    public static FolderLock own(Path folder) throws IOException {
        return OwnedFiles.lock(folder);
    }

    private static long sizeLimit(Options options) {
        Long limit = options.find(MAX_SIZE);
        return limit == null ? Long.MAX_VALUE : limit;
    }
}
