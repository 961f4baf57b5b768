package io.nilometer.bench;

import io.nilometer.api.Problem;
import io.nilometer.core.compile.Compiled;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The shipped log-analysis pipeline, but from the beginning of a given topic. */
final class LogPipeline {

    private static final String SHIPPED = "topics: [logs], start: latest";

    private LogPipeline() {}

    static Program program(Path file, String brokers, String topic, Components components) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(SHIPPED)) {
            throw new IllegalStateException(file + " does not say '" + SHIPPED + "' any more");
        }
        PipelineFile.Loaded loaded = PipelineFile.parse(
                text.replace(SHIPPED, "topics: [" + topic + "], start: earliest"),
                file.toString(),
                file.toAbsolutePath().getParent(),
                components,
                new PipelineFile.Settings(Map.of("KAFKA_BROKERS", brokers), name -> null, true));
        List<Problem> problems = new ArrayList<>(loaded.problems());
        if (!loaded.hasErrors()) {
            Compiled compiled = Compiler.compile(loaded.pipeline().orElseThrow(), components);
            if (compiled.program().isPresent()) {
                return compiled.program().get();
            }
            problems.addAll(compiled.problems());
        }
        throw new IllegalStateException(file + " does not compile: " + problems);
    }
}
