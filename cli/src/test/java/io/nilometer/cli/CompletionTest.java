package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shells themselves complete what is asked of them; one that is not installed is skipped. */
@Timeout(120)
class CompletionTest {

    private static final String HOME =
            Path.of("..").toAbsolutePath().normalize().toString();
    private static final String BASH = "bash";
    private static final String ZSH = "zsh";
    private static final String FISH = "fish";

    @TempDir
    Path folder = Path.of("");

    private String before = "";

    @BeforeEach
    void findReadyMadePipelines() {
        before = System.getProperty("nilometer.home", "");
        System.setProperty("nilometer.home", HOME);
    }

    @AfterEach
    void forgetThem() {
        if (before.isEmpty()) {
            System.clearProperty("nilometer.home");
        } else {
            System.setProperty("nilometer.home", before);
        }
    }

    @Test
    void bash_completes_commands_options_their_words_pipelines_and_names_of_docs() throws Exception {
        assumeInstalled(BASH);
        assertThat(bash("che")).containsExactly("check");
        assertThat(bash("run", "--unt")).containsExactly("--until-end");
        assertThat(bash("run", "--engine", "sp")).containsExactly("spark");
        assertThat(bash("demo", "log")).containsExactly("log-analysis");
        assertThat(bash("docs", "me")).containsExactly("metric");
        assertThat(bash("docs", "sys")).containsExactly("syslog");
        assertThat(bash("completion", "f")).containsExactly("fish");
    }

    @Test
    void zsh_reads_its_script() throws Exception {
        assumeInstalled(ZSH);
        Path script = script(ZSH);
        assertThat(output(ZSH, "-f", "-c", "source '" + script + "' && whence -w _complete_nilometer"))
                .contains("function");
    }

    @Test
    void fish_completes_commands_options_their_words_pipelines_and_names_of_docs() throws Exception {
        assumeInstalled(FISH);
        assertThat(fish("nilometer che")).contains("check");
        assertThat(fish("nilometer run --unt")).contains("--until-end");
        assertThat(fish("nilometer run --engine ")).contains("embedded", "spark");
        assertThat(fish("nilometer demo log")).contains("log-analysis");
        assertThat(fish("nilometer docs me")).contains("metric");
    }

    @Test
    void the_script_for_fish_has_every_command_and_option_with_its_help() {
        String script = generated(FISH);

        assertThat(script.lines())
                .allMatch(line -> line.startsWith("#") || line.startsWith("complete -c nilometer -n '"));
        assertThat(script)
                .contains("-f -a 'check' -d 'Tell all that is wrong")
                .contains("'__fish_seen_subcommand_from check' -l json -d 'Print what was found")
                .contains("'__fish_seen_subcommand_from run' -l engine -x -a 'embedded spark'")
                .contains("'__fish_seen_subcommand_from run' -l results -r -F")
                .contains("'__fish_seen_subcommand_from demo' -f -a 'access-log log-analysis word-count'")
                .contains("in place of the stream\\'s source");
    }

    @Test
    void the_shell_must_be_one_of_three() {
        StringWriter err = new StringWriter();
        assertThat(run(new StringWriter(), err, "completion", "tcsh")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("tcsh");
        assertThat(run(new StringWriter(), err, "completion")).isEqualTo(ExitCode.USAGE);
    }

    /** As bash calls the function: with the words of the line, the last one unfinished. */
    private List<String> bash(String... words) throws Exception {
        String line = "nilometer '" + String.join("' '", words) + "'";
        String call = "compopt() { :; }; source '" + script(BASH) + "'; COMP_WORDS=(" + line + "); COMP_CWORD="
                + words.length + "; _complete_nilometer; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return output(BASH, "--norc", "-c", call).lines().toList();
    }

    private String fish(String line) throws Exception {
        return output(FISH, "--no-config", "-c", "source '" + script(FISH) + "'; complete -C '" + line + "'");
    }

    private Path script(String shell) throws IOException {
        return Files.writeString(folder.resolve(shell), generated(shell));
    }

    private static String generated(String shell) {
        StringWriter out = new StringWriter();
        assertThat(run(out, new StringWriter(), "completion", shell)).isZero();
        return out.toString();
    }

    private static int run(StringWriter out, StringWriter err, String... arguments) {
        return InProcess.run(out, err, arguments);
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static void assumeInstalled(String shell) {
        boolean found = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell)));
        assumeTrue(found, () -> shell + " is not installed here");
    }
}
