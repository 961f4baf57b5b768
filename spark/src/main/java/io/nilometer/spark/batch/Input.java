package io.nilometer.spark.batch;

import io.nilometer.api.Distribution;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.RemoteFiles;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import io.nilometer.core.component.Components;
import io.nilometer.core.frame.FramedRanges;
import io.nilometer.core.frame.FramedSource;
import io.nilometer.core.program.Program;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.run.PacedSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which component feeds a stream in this run: its own source, or files in its place.
 *
 * @param source in the program
 */
public record Input(SourceProgram source, SourceFactory factory, Options options) {

    private static final String FILE = "file";

    public static Input of(
            Program program, int index, Map<String, ? extends List<String>> files, Components components) {
        SourceProgram source = program.sources().get(index);
        List<String> paths = files.get(source.stream());
        String component = paths == null ? source.input().source().component() : FILE;
        Options options = paths == null
                ? source.input().source().options()
                : new Options(Map.of("path", List.copyOf(paths), "follow", false));
        SourceFactory factory = components.sources().get(component);
        if (factory == null) {
            throw new NilometerException("no-such-source", "there is no source '" + component + "'", "");
        }
        return new Input(source, factory, options);
    }

    /** As the source says; records that are read in ranges are framed by whoever reads them. */
    public Distribution distribution() {
        Distribution distribution = factory.distribution(options);
        return distribution instanceof Distribution.InRanges ranged
                ? new Distribution.InRanges(new FramedRanges(ranged.ranges(), source.framing()))
                : distribution;
    }

    /** The source itself, for a process that reads all of it. */
    public Source create(SourceContext context) {
        return FramedSource.of(
                PacedSource.of(factory.create(options, context), options),
                source.framing(),
                !context.untilEnd(),
                context.notice());
    }

    public SourceContext context(
            Program program, boolean bounded, Path directory, RemoteFiles remote, Consumer<String> notice) {
        return new SourceContext(
                program.pipeline().name(),
                source.stream(),
                directory,
                bounded,
                program.pipeline().limits().recordBytes(),
                program.pipeline().limits().openFiles(),
                source.input().encoding(),
                null,
                false,
                text -> notice.accept(source.stream() + ": " + text),
                remote);
    }
}
