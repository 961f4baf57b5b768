package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nilometer.api.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void ready_made_pipelines_are_without_problems() throws Exception {
        assertThat(Samples.in(Samples.OWN)).isNotEmpty();
        for (Path file : Samples.in(Samples.OWN)) {
            assertThat(problems(file)).as("%s", file).isEmpty();
        }
    }

    @Test
    void drafts_of_pipelines_need_only_what_is_not_built_yet() throws Exception {
        List<Path> drafts = Samples.in(Samples.DRAFTS);
        assumeTrue(!drafts.isEmpty(), () -> "no drafts in " + Samples.DRAFTS);
        for (Path file : drafts) {
            assertThat(problems(file)).as("%s", file).allMatch(problem -> problem.code()
                    .equals("not-yet"));
        }
    }

    private static List<Problem> problems(Path file) throws Exception {
        return PipelineText.load(Files.readString(file), true, Map.of(), file.getParent())
                .problems();
    }
}
