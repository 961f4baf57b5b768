package io.nilometer.embedded.oracle;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Options;
import io.nilometer.api.Source;
import io.nilometer.api.SourceContext;
import io.nilometer.api.SourceFactory;
import io.nilometer.core.compile.Compiled;
import io.nilometer.core.compile.Compiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.PipelineFile;
import io.nilometer.core.program.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Compiles pipeline files whose records the tests hand over themselves. */
public final class Pipelines {

    private Pipelines() {}

    /** What these pipelines are made of. */
    public static Components components() {
        return new Components(
                Map.of("handed", new Handed()), Map.of(), Components.load().formats());
    }

    static Program compile(String yaml) {
        Components components = components();
        PipelineFile.Loaded loaded = PipelineFile.parse(
                yaml,
                "oracle.yaml",
                Path.of("."),
                components,
                new PipelineFile.Settings(Map.of(), name -> null, false));
        if (loaded.hasErrors()) {
            throw new AssertionError(loaded.problems() + "\n" + yaml);
        }
        Compiled compiled = Compiler.compile(loaded.pipeline().orElseThrow(), components);
        return compiled.program().orElseThrow(() -> new AssertionError(compiled.problems() + "\n" + yaml));
    }

    /** The head of a file with one source. */
    static String head(String lateness) {
        StringBuilder yaml = new StringBuilder("name: oracle\nstreams:\n  events:\n");
        yaml.append("    source: {handed: {}}\n    format: json\n    schema:\n");
        for (String[] field : Events.SCHEMA) {
            yaml.append("      ")
                    .append(field[0])
                    .append(": ")
                    .append(quoted(field[1]))
                    .append('\n');
        }
        return yaml.append("    time: {field: ts, lateness: ")
                .append(lateness)
                .append("}\n")
                .toString();
    }

    public static String quoted(String sql) {
        return "\"" + sql.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** A source that is always replaced. */
    private static final class Handed implements SourceFactory {
        @Override
        public ComponentSpec spec() {
            return new ComponentSpec("handed", "Records that a test hands over.", List.of());
        }

        @Override
        public Replay replay(Options options) {
            return Replay.LOST_IN_FLIGHT;
        }

        @Override
        public Source create(Options options, SourceContext context) {
            throw new UnsupportedOperationException("the tests call the computation themselves");
        }
    }
}
