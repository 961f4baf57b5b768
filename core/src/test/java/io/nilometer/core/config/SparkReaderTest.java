package io.nilometer.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkReaderTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void takes_numbers_and_booleans_as_their_text_in_the_order_of_the_file() {
        assertThat(load("{spark.b: 007, shards: 8, spark.a: true, spark.c: 4g, spark.d: '${X:-y}'}", false)
                        .pipeline()
                        .orElseThrow()
                        .spark())
                .hasToString("{spark.b=007, shards=8, spark.a=true, spark.c=4g, spark.d=y}");
    }

    @Test
    void may_be_empty() {
        assertThat(load("", false).problems()).isEmpty();
        assertThat(load("{}", false).pipeline().orElseThrow().spark()).isEmpty();
    }

    @Test
    void asks_who_knows_about_names_at_their_place_and_about_values_at_theirs() {
        assertThat(load("{spark.bad: 1, spark.good: bad}", false).problems())
                .extracting(problem -> problem.message() + " " + problem.place())
                .containsExactly("no name spark.bad p.yaml:9:9", "no value bad p.yaml:9:35");
    }

    @Test
    void values_that_are_not_known_yet_are_not_judged() {
        assertThat(load("{spark.good: '${NO_SUCH}'}", true).problems()).isEmpty();
    }

    @Test
    void lets_secrets_in_and_never_shows_them() throws Exception {
        Files.writeString(folder.resolve("secret"), "bad-hunter2\n");

        PipelineFile.Loaded loaded = load("{spark.good: '${file:secret}'}", false);

        assertThat(loaded.pipeline().orElseThrow().spark()).containsEntry("spark.good", "bad-hunter2");
        assertThat(loaded.problems()).extracting(Problem::message).containsExactly("no value ***");
    }

    private PipelineFile.Loaded load(String section, boolean lenient) {
        return PipelineFile.parse(
                PipelineText.TOP + "spark: " + section + "\n",
                "p.yaml",
                folder,
                FakeComponents.ALL,
                new PipelineFile.Settings(Map.of(), name -> null, lenient, new NothingBad()));
    }

    /** Refuses what begins with "bad". */
    private static final class NothingBad implements SettingCheck {
        @Override
        public Optional<Problem> name(String name, Place place) {
            return refuse(name.equals("spark.bad"), "no name " + name, place);
        }

        @Override
        public Optional<Problem> value(String name, String value, Place place) {
            return refuse(value.startsWith("bad"), "no value " + value, place);
        }

        private static Optional<Problem> refuse(boolean bad, String message, Place place) {
            return bad ? Optional.of(Problem.error("bad", message, "", place)) : Optional.empty();
        }
    }
}
