package io.nilometer.cli.embedded;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.RecordGenerator;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import io.nilometer.cli.run.RunRequest;
import io.nilometer.core.frame.FramedSource;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.run.PacedSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes the sources of a run: the pipeline's own, files in their place, or the traffic of a demonstration. */
final class RunSources {

    private static final String GENERATE = "generate";

    private final RunRequest request;
    private final BiFunction<Pipeline, String, RecordGenerator> traffic;

    RunSources(RunRequest request, BiFunction<Pipeline, String, RecordGenerator> traffic) {
        this.request = request;
        this.traffic = traffic;
    }

    /** In the order of the program. */
    List<Source> all() {
        return request.program().sources().stream().map(this::source).toList();
    }

    private Source source(SourceProgram source) {
        List<Path> files = request.inputs().get(source.stream());
        if (files != null) {
            List<String> paths =
                    files.stream().map(file -> file.toAbsolutePath().toString()).toList();
            return create("file", new Options(Map.of("path", paths, "follow", !request.untilEnd())), source);
        }
        String component = source.input().source().component();
        if (request.demo() && !component.equals("kafka")) {
            return create(GENERATE, new Options(Map.of()), source);
        }
        return create(component, source.input().source().options(), source);
    }

    private Source create(String component, Options options, SourceProgram source) {
        Pipeline pipeline = request.program().pipeline();
        SourceFactory factory = request.components().sources().get(component);
        if (factory == null) {
            throw new NilometerException("no-such-source", "there is no source '" + component + "'", "");
        }
        SourceContext context = new SourceContext(
                        pipeline.name(),
                        source.stream(),
                        pipeline.directory(),
                        request.untilEnd(),
                        pipeline.limits().recordBytes(),
                        pipeline.limits().openFiles(),
                        source.input().encoding(),
                        component.equals(GENERATE) ? generator(pipeline, source.stream()) : null,
                        notice -> request.notices().accept(source.stream() + ": " + notice))
                .goingOn(request.goOn());
        if (factory.replay(options) == SourceFactory.Replay.LOST_IN_FLIGHT) {
            request.notices()
                    .accept(source.stream() + ": a " + component
                            + " cannot be read again: what is in flight at a crash is lost");
        }
        return FramedSource.of(
                PacedSource.of(factory.create(options, context), options),
                source.framing(),
                !request.untilEnd(),
                context.notice());
    }

    private @Nullable RecordGenerator generator(Pipeline pipeline, String stream) {
        return pipeline.demo().containsKey(stream) ? traffic.apply(pipeline, stream) : null;
    }
}
