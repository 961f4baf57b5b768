package io.nilometer.cli;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.api.RecordGenerator;
import io.nilometer.cli.run.Engine;
import io.nilometer.cli.run.RunRequest;
import io.nilometer.cli.run.Samples;
import io.nilometer.cli.screen.Shown;
import io.nilometer.cli.test.TestRunner;
import io.nilometer.core.component.Components;
import io.nilometer.core.deliver.Undelivered;
import io.nilometer.core.pipeline.Pipeline;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.pipeline.Use;
import io.nilometer.core.run.BatchListener;
import io.nilometer.core.run.Ending;
import io.nilometer.core.run.Run;
import io.nilometer.core.run.RunStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A workshop whose pipelines and runs are as a test wants them. */
final class FakeWorkshop implements Workshop {

    /** What {@link #check} finds. */
    List<Problem> problems = List.of();

    /** What does not run on Spark unless {@code logs} is replaced. */
    List<Problem> misfits = List.of();

    /** Tests of the pipeline that {@link #check} gives. */
    List<PipelineTest> tests = List.of();

    /** What a run fails with. */
    @Nullable
    RuntimeException failure;

    /** Whether a run ends by itself. */
    boolean endless;

    /** What the outputs of a run do not take, and whether the state keeps it. */
    List<Undelivered> undelivered = List.of();

    boolean kept;

    Map<String, Map<String, Object>> ledger = Map.of("logs", Map.of("read", 3L, "used", 2L, "rejected", 1L));

    /** What was asked of {@link #engine} and {@link #tests}. */
    final List<EngineChoice> chosen = new ArrayList<>();

    final List<RunRequest> requests = new ArrayList<>();

    @Override
    public Components components() {
        return new Components(Map.of(), Map.of(), Map.of());
    }

    @Override
    public Prepared check(Path file, Map<String, String> sets, Variables variables) {
        boolean errors = problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
        Pipeline pipeline = Samples.pipeline(file.toAbsolutePath().getParent(), tests.toArray(PipelineTest[]::new));
        return new Prepared(errors ? Optional.empty() : Optional.of(Samples.program(pipeline)), Map.of(), problems);
    }

    @Override
    public List<Problem> fit(Map<String, Use> sources, EngineChoice choice, Set<String> replaced) {
        boolean own = !replaced.contains("logs");
        return choice.isSpark() && own ? misfits : List.of();
    }

    @Override
    public boolean canStart(EngineChoice choice) {
        return !choice.master().equals(Optional.of("yarn"));
    }

    @Override
    public Engine engine(EngineChoice choice) {
        chosen.add(choice);
        return request -> {
            requests.add(request);
            return new FakeRun();
        };
    }

    @Override
    public TestRunner tests(EngineChoice choice) {
        chosen.add(choice);
        return new TestRunner((program, now) -> {
            throw new NilometerException("harness", "the harness says no", "ask again");
        });
    }

    @Override
    public RecordGenerator traffic(Pipeline pipeline, String stream) {
        throw new IllegalStateException("nobody asks for traffic here");
    }

    static Problem error() {
        return Problem.error("bad", "it is bad", "make it good", Place.NOWHERE);
    }

    private final class FakeRun implements Run {
        private final CountDownLatch ended = new CountDownLatch(endless ? 1 : 0);

        @Override
        public void begin() {}

        @Override
        public RunStatus status() {
            return new Shown(3, java.util.Map.of(), Optional.empty(), "", ledger, "no time at all");
        }

        @Override
        public void onBatch(BatchListener listener) {}

        @Override
        public void stop() {
            ended.countDown();
        }

        @Override
        public Ending await() throws InterruptedException {
            ended.await();
            if (failure != null) {
                throw failure;
            }
            return new Ending(!endless, undelivered, kept);
        }

        @Override
        public List<String> noteStuck() {
            return List.of();
        }

        @Override
        public void close() {
            stop();
        }
    }
}
