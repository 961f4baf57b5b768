package io.nilometer.core.config;

import io.nilometer.api.Problem;
import io.nilometer.core.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads texts for the tests, with variables unset unless they are given. */
final class PipelineText {

    /** What every example needs; eight lines, ending with the steps of its only stream. */
    static final String TOP = """
            name: sample
            streams:
              logs:
                source: stdin
                format: json
                schema: {at: timestamp, service: string, status: int, site: {plant: string, line: int}}
                time: {field: at}
                steps: [{where: service is not null}]
            """;

    private PipelineText() {}

    static PipelineFile.Loaded load(String text, boolean lenient, Map<String, String> environment, Path directory) {
        return PipelineFile.parse(
                text,
                "p.yaml",
                directory,
                FakeComponents.ALL,
                new PipelineFile.Settings(Map.of(), environment::get, lenient));
    }

    static List<Problem> problems(String text) {
        return load(text, false, Map.of(), Path.of(".")).problems();
    }

    /** Of a text without errors. */
    static Pipeline pipeline(String text) {
        PipelineFile.Loaded loaded = load(text, false, Map.of(), Path.of("."));
        if (loaded.hasErrors()) {
            throw new AssertionError(loaded.problems().toString());
        }
        return loaded.pipeline().orElseThrow();
    }
}
