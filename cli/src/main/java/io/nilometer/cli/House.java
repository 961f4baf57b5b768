package io.nilometer.cli;

import io.nilometer.api.NilometerException;
import io.nilometer.api.RecordGenerator;
import io.nilometer.cli.embedded.EmbeddedEngine;
import io.nilometer.cli.embedded.EmbeddedHarness;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.test.TestRunner;
import io.nilometer.core.compile.DemoCompiler;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.Map;

/** The workshop of the shipped program. */
final class House implements Workshop {

    private final Components components = Components.load();

    @Override
    public Components components() {
        return components;
    }

    @Override
    public Prepared check(Path file, Map<String, String> sets) {
        throw missing("reader of pipeline files");
    }

    @Override
    public Engine embedded() {
        return new EmbeddedEngine(this::traffic);
    }

    @Override
    public TestRunner tests() {
        return new TestRunner(EmbeddedHarness::open);
    }

    @Override
    public RecordGenerator traffic(Pipeline pipeline, String stream) {
        return DemoCompiler.generator(pipeline, stream);
    }

    private static NilometerException missing(String what) {
        return new NilometerException("incomplete-build", "this build has no " + what, "");
    }
}
