package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import io.nilometer.cli.screen.Screen;
import io.nilometer.core.deliver.Undelivered;
import io.nilometer.core.pipeline.PipelineTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    @TempDir
    Path folder = Path.of("");

    private final FakeWorkshop workshop = new FakeWorkshop();
    private final Stopping stopping = new Stopping();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String file = "";

    @BeforeEach
    void writePipelineFile() throws Exception {
        file = Files.writeString(folder.resolve("p.yaml"), "name: p\n").toString();
    }

    @Test
    void tells_its_version_and_help_and_ends_with_0() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("nilometer ").contains("Java 17");
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("demo", "run", "check", "test", "explain", "docs", "ledger", "Exit codes:");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void ends_with_2_on_wrong_usage_and_names_the_nearest_option_or_command() {
        assertThat(run("run", file, "--until-edn")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("error[usage]", "'--until-edn'", "--until-end?");
        assertThat(run("chekc", file)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("did you mean", "check");
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(run("check")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void ends_with_2_when_the_pipeline_file_is_not_there() {
        for (String command : List.of("run", "check", "test", "explain")) {
            assertThat(run(command, folder.resolve("no.yaml").toString())).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString()).contains("no.yaml does not exist");
        }
        assertThat(run("check", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("is a folder");
    }

    @Test
    void ends_with_1_and_shows_the_problems_when_the_pipeline_is_wrong() {
        workshop.problems = List.of(FakeWorkshop.error());
        for (String command : List.of("run", "check", "test", "explain")) {
            err.getBuffer().setLength(0);
            assertThat(run(command, file)).as(command).isEqualTo(ExitCode.WRONG);
            assertThat(err.toString()).as(command).contains("error[bad]: it is bad", "fix: make it good");
        }
        assertThat(workshop.requests).isEmpty();
    }

    @Test
    void check_ends_with_0_when_there_are_only_warnings() {
        workshop.problems = List.of(Problem.warning("hm", "odd", "", Place.NOWHERE));

        assertThat(run("check", file)).isZero();
        assertThat(out.toString()).contains("ok, 1 stream, 0 metrics");
        assertThat(err.toString()).contains("warning[hm]: odd");
    }

    @Test
    void run_hands_over_all_options_and_ends_with_the_ledger() throws Exception {
        Path records = Files.writeString(folder.resolve("a=b.log"), "x\n");

        assertThat(run("run", file, "--input", "logs=" + records, "--until-end", "--results", "r", "--state", "s"))
                .isZero();

        var request = workshop.requests.get(0);
        assertThat(request.inputs()).isEqualTo(Map.of("logs", List.of(records)));
        assertThat(request.untilEnd()).isTrue();
        assertThat(request.results()).contains(Path.of("r"));
        assertThat(request.state()).contains("s");
        assertThat(err.toString()).contains("logs", "balanced");
    }

    @Test
    void run_refuses_inputs_for_streams_or_of_files_that_are_not_there() {
        assertThat(run("run", file, "--input", "lgos=x")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no stream 'lgos'");
        assertThat(run("run", file, "--input", "logs=/no/such")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("/no/such cannot be read");
        assertThat(run("run", file, "--input", "logs=/dev/null")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "a pipe, a socket or a device",
                        "= fix: write it to a file, or give the stream `source: stdin`");
        assertThat(run("run", file, "--input", "logs")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("must be STREAM=PATH");
    }

    @Test
    void run_and_test_choose_the_engine_and_hand_over_its_master() {
        assertThat(run("run", file)).isZero();
        assertThat(run("run", file, "--engine", "Spark", "--master", "local[2]", "--state", "hdfs://nn/x"))
                .isZero();
        assertThat(run("test", file, "--engine", "spark", "--master", "k8s://https://host:443"))
                .isZero();

        assertThat(workshop.chosen)
                .extracting(EngineChoice::toString)
                .containsExactly(
                        EngineChoice.EMBEDDED.toString(),
                        spark("local[2]").toString(),
                        spark("k8s://https://host:443").toString());
        assertThat(workshop.requests.get(0).master()).isEmpty();
        assertThat(workshop.requests.get(1).master()).contains("local[2]");
        assertThat(workshop.requests.get(1).state()).contains("hdfs://nn/x");
    }

    @Test
    void refuses_engines_masters_and_states_that_do_not_fit_each_other() {
        assertThat(run("run", file, "--master", "yarn")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--master is for --engine spark");
        assertThat(run("test", file, "--engine", "spark", "--master", "host:7077"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--master must be local[*], spark://HOST:PORT");
        assertThat(run("run", file, "--engine", "flink")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("embedded or spark");
        assertThat(run("run", file, "--state", "s3a://bucket/x")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("keeps its state on this machine");
        assertThat(run("run", file, "--state", "")).isEqualTo(ExitCode.USAGE);
        assertThat(workshop.chosen).isEmpty();
    }

    @Test
    void a_cluster_that_this_process_cannot_reach_is_answered_with_the_line_for_sparks_own_start_script() {
        assertThat(run("run", file, "--engine", "spark", "--master", "yarn", "--set", "PLACE=my log's"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(err.toString())
                .contains("--master yarn: only Spark's own start script knows this kind of cluster")
                .containsPattern("= fix: spark-submit --master yarn \\S*nilometer-spark\\.jar run \\S*" + "\\S+"
                        + " --engine spark --set 'PLACE=my log'\\\\''s'\n");
        assertThat(workshop.chosen).isEmpty();
    }

    @Test
    void check_and_run_tell_what_does_not_fit_the_engine_and_end_with_1() throws Exception {
        workshop.misfits = List.of(FakeWorkshop.error());
        Path records = Files.writeString(folder.resolve("some.log"), "x\n");

        for (String command : List.of("check", "run")) {
            err.getBuffer().setLength(0);
            assertThat(run(command, file, "--engine", "spark")).as(command).isEqualTo(ExitCode.WRONG);
            assertThat(err.toString()).as(command).containsOnlyOnce("error[bad]: it is bad");
            assertThat(run(command, file)).as(command).isZero();
        }
        assertThat(run("run", file, "--engine", "spark", "--input", "logs=" + records))
                .isZero();
        assertThat(workshop.requests).hasSize(2);
    }

    @Test
    void check_tells_what_does_not_fit_the_engine_together_with_what_else_is_wrong() {
        workshop.problems = List.of(Problem.error("worse", "it is worse", "", new Place("p.yaml", 2, 1)));
        workshop.misfits = List.of(Problem.error("bad", "it is bad", "", new Place("p.yaml", 1, 1)));

        assertThat(run("check", file, "--engine", "spark")).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString()).containsSubsequence("error[bad]", "error[worse]", "2 errors");
    }

    @Test
    void explain_tells_more_of_spark_when_it_is_chosen() {
        assertThat(run("explain", file)).isZero();
        assertThat(out.toString()).doesNotContain("on Spark");
        assertThat(run("explain", file, "--engine", "spark")).isZero();
        assertThat(out.toString()).contains("\n\non Spark: one query\n", "shards: as many as suit the cluster");
        assertThat(run("explain", file, "--master", "yarn")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void ends_with_3_and_problem_cause_and_remedy_when_a_run_fails() {
        workshop.failure = new NilometerException("state-in-use", "the state is in use by process 7", "stop it first");

        assertThat(run("run", file)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .contains("error[state-in-use]: the state is in use by process 7", "fix: stop it first")
                .doesNotContain("\tat ");
    }

    @Test
    void shows_stack_traces_only_with_verbose() {
        workshop.failure = new IllegalStateException("surprise");

        assertThat(run("run", file)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("error[internal]", "surprise").doesNotContain("\tat ");
        assertThat(run("run", file, "--verbose")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("\tat ");
        Logs.silence();
    }

    @Test
    void ends_a_run_after_the_time_it_was_given_or_when_told_to_stop() {
        workshop.endless = true;
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThat(run("run", file, "--for", "50ms")).isZero();
            stopping.ask(Stopping.Reason.TOLD);
            assertThat(run("run", file)).isZero();
        });
        assertThat(run("run", file, "--for", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("a duration such as");
        assertThat(run("run", file, "--engine", "sparks")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("must be embedded or spark, not 'sparks'");
    }

    @Test
    void a_bounded_run_that_is_told_to_stop_ends_with_130_and_says_how_far_it_is() {
        workshop.endless = true;
        workshop.kept = true;
        stopping.ask(Stopping.Reason.TOLD);

        assertThat(run("run", file, "--until-end")).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err.toString())
                .contains(
                        "error[interrupted]: interrupted before the end of the inputs: 3 records read, "
                                + "how much is left is unknown; the results are partial",
                        "fix: the same command goes on from there");
    }

    @Test
    void a_bounded_run_that_comes_to_its_end_all_the_same_is_done() {
        stopping.ask(Stopping.Reason.TOLD);

        assertThat(run("run", file, "--until-end")).isZero();
        assertThat(err.toString()).doesNotContain("interrupted");
    }

    @Test
    void a_bounded_run_whose_reader_has_left_or_whose_time_is_over_says_so_and_is_done() {
        workshop.endless = true;

        assertThat(run("run", file, "--until-end", "--for", "50ms")).isZero();
        assertThat(err.toString()).contains("info[cut-short]: the time of --for was over before the end of the inputs");
        stopping.ask(Stopping.Reason.NO_READER);
        assertThat(run("run", file, "--until-end")).isZero();
        assertThat(err.toString()).contains("info[cut-short]: standard output was closed before");
    }

    @Test
    void ends_with_3_when_an_output_has_not_taken_all_rows() {
        workshop.undelivered = List.of(
                new Undelivered("lake", 1_234, true, "disk full"), new Undelivered("screen", 1_000_000, false, ""));

        assertThat(run("run", file, "--until-end")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .contains(
                        "error[undelivered]",
                        "output lake has not taken 1,234 rows (disk full); "
                                + "output screen has not taken more than 1,000,000 rows",
                        "they are lost");
        workshop.kept = true;
        assertThat(run("run", file)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("they are kept");
    }

    @Test
    void test_ends_with_1_when_a_test_fails_and_counts() {
        workshop.tests =
                List.of(new PipelineTest("one", Place.NOWHERE, Optional.empty(), List.of(), Map.of(), Map.of()));

        assertThat(run("test", file)).isEqualTo(ExitCode.WRONG);
        assertThat(out.toString())
                .contains("FAILED one", "the harness says no", "fix: ask again", "0 passed, 1 failed");
    }

    @Test
    void test_ends_with_0_when_there_is_nothing_to_fail() {
        assertThat(run("test", file)).isZero();
        assertThat(out.toString()).contains("has no tests", "0 passed, 0 failed");
    }

    @Test
    void ledger_reads_what_a_run_left_and_ends_with_1_when_it_does_not_balance() throws Exception {
        Files.writeString(
                folder.resolve("ledger.json"),
                "{\"logs\": {\"read\": 3, \"used\": 1, \"rejected\": 1, \"reasons\": {\"not_json\": 1}}}");

        assertThat(run("ledger", "--results", folder.toString())).isEqualTo(ExitCode.WRONG);
        assertThat(out.toString()).contains("does not balance", "reasons: not_json 1");
        assertThat(run("ledger", "--results", folder.resolve("none").toString()))
                .isEqualTo(ExitCode.USAGE);
        Files.writeString(folder.resolve("ledger.json"), "[");
        assertThat(run("ledger", "--results", folder.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("error[ledger-file]");
    }

    @Test
    void docs_names_what_there_is_when_asked_for_something_else() {
        assertThat(run("docs", "--markdown")).isZero();
        assertThat(out.toString()).startsWith("# Reference\n");
        out.getBuffer().setLength(0);
        assertThat(run("docs", "--schema")).isZero();
        assertThat(out.toString()).startsWith("{\n").contains("json-schema.org/draft/2020-12");
        assertThat(run("docs", "--schema", "kafka")).isEqualTo(ExitCode.USAGE);
        assertThat(run("docs", "--markdown", "kafka")).isEqualTo(ExitCode.USAGE);
        assertThat(run("docs", "--markdown", "--schema")).isEqualTo(ExitCode.USAGE);
        assertThat(run("docs", "metrc")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no component 'metrc'", "fix: did you mean metric?");
    }

    @Test
    void no_help_text_has_a_hole() {
        assertThat(run("--help")).isZero();
        for (String command : List.of("demo", "run", "check", "test", "explain", "ledger", "docs", "completion")) {
            assertThat(run(command, "--help")).as(command).isZero();
        }
        assertThat(out.toString())
                .contains("Value of the variable ${NAME} in the file")
                .doesNotContain("null")
                .doesNotContain("${D")
                .doesNotContain("$${");
    }

    @Test
    void check_tells_in_json_what_it_tells_in_words_and_ends_alike() throws Exception {
        workshop.problems = List.of(
                Problem.error("worse", "it is \"worse\"", "mend it", new Place("p.yaml", 2, 1)),
                Problem.warning("odd", "it is odd", "", Place.NOWHERE));

        assertThat(run("check", "--json", file)).isEqualTo(ExitCode.WRONG);

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report).isEqualTo(new ObjectMapper().readTree("""
                {"problems": [
                   {"file": null, "line": null, "column": null, "severity": "warning", "code": "odd",
                    "problem": "it is odd", "fix": null},
                   {"file": "p.yaml", "line": 2, "column": 1, "severity": "error", "code": "worse",
                    "problem": "it is \\"worse\\"", "fix": "mend it"}],
                 "not_looked_at": []}
                """));
        assertThat(err.toString()).isEmpty();

        workshop.problems = List.of();
        out.getBuffer().setLength(0);
        assertThat(run("check", "--json", file, file)).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).get("problems"))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.get("code").asText()).isEqualTo("no-outputs"));
        assertThat(run("check", "--json", folder.resolve("no.yaml").toString())).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void demo_names_the_ready_made_pipelines_when_asked_for_something_else() {
        assertThat(run("demo", "log-anlysis")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no ready-made pipeline and no file called 'log-anlysis'");
    }

    @Test
    void demo_needs_a_demo_section() {
        assertThat(run("demo", file)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no 'demo' section");
    }

    private static EngineChoice spark(String master) {
        return new EngineChoice(EngineChoice.Name.SPARK, Optional.of(master));
    }

    private int run(String... arguments) {
        Screen screen = new Screen(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false, false);
        return Nilometer.commandLine(workshop, screen, stopping).execute(arguments);
    }
}
