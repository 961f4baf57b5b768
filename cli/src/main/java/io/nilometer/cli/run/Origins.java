package io.nilometer.cli.run;

import io.nilometer.api.SourceFactory;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.run.StateOrigin;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what a run reads, so that its state can be told from that of another. */
public final class Origins {

    private Origins() {}

    public static StateOrigin of(RunRequest request) {
        Pipeline pipeline = request.program().pipeline();
        Map<String, String> sources = new HashMap<>();
        for (SourceProgram source : request.program().sources()) {
            sources.put(source.stream(), identity(request, source));
        }
        Path file = Path.of(pipeline.place().file());
        Path name = file.getFileName();
        return new StateOrigin(
                pipeline.name(),
                pipeline.directory()
                        .resolve(name == null ? file : name)
                        .toAbsolutePath()
                        .normalize()
                        .toString(),
                sources);
    }

    private static String identity(RunRequest request, SourceProgram source) {
        List<Path> files = request.inputs().get(source.stream());
        if (files != null) {
            return "file "
                    + String.join(
                            ", ",
                            files.stream()
                                    .map(path ->
                                            path.toAbsolutePath().normalize().toString())
                                    .sorted()
                                    .toList());
        }
        Use use = source.input().source();
        SourceFactory factory = request.components().sources().get(use.component());
        return factory == null ? use.component() : factory.identity(use.options());
    }
}
