package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.test.TestResult;
import io.nilometer.cli.test.TestRunner;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tests that the ready-made pipelines bring, on both engines. */
class ReadyMadeTest {

    private final House house = new House();

    @Test
    void pass_in_this_process() throws IOException {
        passAll(EngineChoice.EMBEDDED);
    }

    @Test
    void pass_on_spark() throws IOException {
        passAll(new EngineChoice(EngineChoice.Name.SPARK, Optional.of("local[2]")));
    }

    private void passAll(EngineChoice engine) throws IOException {
        TestRunner runner = house.tests(engine);
        int tests = 0;
        for (Path file : files()) {
            Program program = house.check(file, Map.of(), Workshop.Variables.OPTIONAL)
                    .program()
                    .orElseThrow();
            for (PipelineTest test : program.pipeline().tests()) {
                TestResult result = runner.run(program, test);
                assertThat(result.failures()).as(file + ": " + test.name()).isEmpty();
                tests++;
            }
        }
        assertThat(tests).isPositive();
    }

    private static List<Path> files() throws IOException {
        try (var all = Files.list(Path.of("..", "pipelines"))) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
