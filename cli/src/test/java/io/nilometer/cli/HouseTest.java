package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HouseTest {

    private static final String PIPELINE = """
            name: p
            streams:
              logs: {source: stdin, format: json, schema: {at: timestamp}, time: {field: at}}
            metrics:
              m: {window: 1m, select: {n: count(*)}}
            """;

    @TempDir
    Path folder = Path.of("");

    private final House house = new House();

    @Test
    void checks_settings_of_spark_whichever_engine_is_chosen() throws Exception {
        assertThat(problems("spark: {spark.executor.cores: 4, shards: 8}")).isEmpty();
        assertThat(problems("spark: {spark.executor.cores: many, spark.executor.memroy: 4g, spark.speculation: true}"))
                .extracting(Problem::code)
                .containsExactly("bad-value", "unknown-key", "not-for-pipelines");
    }

    @Test
    void tells_which_sources_do_not_fit_spark_at_their_place() throws Exception {
        Prepared prepared = check("");
        EngineChoice spark = new EngineChoice(EngineChoice.Name.SPARK, Optional.empty());

        assertThat(house.fit(prepared.sources(), spark, Set.of()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("one-machine");
                    assertThat(problem.place().line()).isEqualTo(3);
                });
        assertThat(house.fit(prepared.sources(), spark, Set.of("logs"))).isEmpty();
        assertThat(house.fit(prepared.sources(), EngineChoice.EMBEDDED, Set.of()))
                .isEmpty();
    }

    @Test
    void expressions_with_variables_that_have_no_value_are_checked_as_far_as_they_can_be() throws Exception {
        String text = """
                name: p
                streams:
                  logs:
                    source: stdin
                    format: json
                    schema: {at: timestamp, service: string, status: int}
                    time: {field: at}
                    steps:
                      - where: ${COND}
                      - derive: {x: "${Y}", y: "concat(service, '${Z}')", z: "status + ${N}"}
                metrics:
                  m:
                    by: service
                    where: status > ${LEAST}
                    window: ${WINDOW}
                    having: ${H}
                    select: {n: count(*), big: "count_if(status > ${LEAST})", k: "max(${W})"}
                """;
        Path file = Files.writeString(folder.resolve("p.yaml"), text);
        Prepared prepared = house.check(file, Map.of(), Workshop.Variables.OPTIONAL);
        assertThat(prepared.problems()).isEmpty();
        assertThat(prepared.program()).isPresent();

        Files.writeString(file, text.replace("status + ${N}", "statsu + ${N}").replace("max(${W})", "mxa(${W})"));
        assertThat(house.check(file, Map.of(), Workshop.Variables.OPTIONAL).problems())
                .extracting(Problem::code)
                .containsExactly("unknown-column", "unknown-function");
    }

    private List<Problem> problems(String more) throws Exception {
        return check(more).problems();
    }

    private Prepared check(String more) throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), PIPELINE + more + "\n");
        return house.check(file, Map.of(), Workshop.Variables.NEEDED);
    }
}
