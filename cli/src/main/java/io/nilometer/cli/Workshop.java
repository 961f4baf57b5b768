package io.nilometer.cli;

import io.nilometer.api.Problem;
import io.nilometer.api.RecordGenerator;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.test.TestRunner;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.Use;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /**
     * What of a pipeline does not run on the chosen engine, or at a price.
     *
     * @param sources by stream
     * @param replaced streams that are read from elsewhere than the file says
     */
    List<Problem> fit(Map<String, Use> sources, EngineChoice choice, Set<String> replaced);

    /** Whether this process can start the chosen engine where it is asked for. */
    boolean canStart(EngineChoice choice);

    /** Runs pipelines. */
    Engine engine(EngineChoice choice);

    /** Runs pipelines' own tests. */
    TestRunner tests(EngineChoice choice);

    /** The traffic of a stream's {@code demo} section. */
    RecordGenerator traffic(Pipeline pipeline, String stream);
}
