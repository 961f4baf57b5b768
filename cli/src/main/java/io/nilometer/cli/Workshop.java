package io.nilometer.cli;

import io.nilometer.api.RecordGenerator;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.test.TestRunner;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.Map;

/**
 * What commands are made of: the one place where config, compiler, components and engines are wired.
 */
interface Workshop {

    Components components();

    /**
     * Reads and compiles a pipeline file.
     *
     * @param sets values of variables; they win over the environment
     */
    Prepared check(Path file, Map<String, String> sets, Variables variables);

    /** Whether variables that have neither value nor default are a mistake. */
    enum Variables {
        /** The pipeline is going to run. */
        NEEDED,
        /** It is only looked at. */
        OPTIONAL
    }

    /** @throws io.nilometer.api.NilometerException when this engine is not there */
    Engine engine(EngineChoice choice);

    /**
     * Runs pipelines' own tests.
     *
     * @throws io.nilometer.api.NilometerException when this engine is not there
     */
    TestRunner tests(EngineChoice choice);

    /** The traffic of a stream's {@code demo} section. */
    RecordGenerator traffic(Pipeline pipeline, String stream);
}
