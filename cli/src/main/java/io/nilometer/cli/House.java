package io.nilometer.cli;

import io.nilometer.api.NilometerException;
import io.nilometer.api.RecordGenerator;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.test.TestRunner;
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
        throw missing();
    }

    @Override
    public Engine embedded() {
        throw missing();
    }

    @Override
    public TestRunner tests() {
        throw missing();
    }

    @Override
    public RecordGenerator traffic(Pipeline pipeline, String stream) {
        throw missing();
    }

    private static NilometerException missing() {
        return new NilometerException("not-wired", "this build has no engine", "");
    }
}
