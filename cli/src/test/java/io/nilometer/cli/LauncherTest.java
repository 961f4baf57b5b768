package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a house of cards: its Maven and its JDKs are small scripts that write down how they were called. */
@Timeout(300)
class LauncherTest {

    private static final Path LAUNCHER =
            Path.of("..", "nilometer").toAbsolutePath().normalize();

    @TempDir
    Path folder = Path.of("");

    private Path home = Path.of("");
    private Path jdk17 = Path.of("");

    @BeforeEach
    void buildHouse() throws Exception {
        home = Files.createDirectories(folder.resolve("a house"));
        script(home.resolve("nilometer"), Files.readString(LAUNCHER));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("cli/src/main"));
        Files.writeString(home.resolve("cli/src/main/Main.java"), "class Main {}");
        script(folder.resolve("tools/mvn"), """
                #!/bin/sh
                echo "build with $JAVA_HOME" >>'%1$s/builds'
                [ ! -f '%1$s/break' ] || { echo 'cannot find symbol'; exit 1; }
                mkdir -p '%2$s/cli/target' && echo jar >'%2$s/cli/target/nilometer.jar'
                """.formatted(folder, home));
        jdk17 = jdk("jdk17", "17.0.9");
    }

    @Test
    void is_correct_shell() throws Exception {
        assertThat(start(Map.of(), List.of("sh", "-n", LAUNCHER.toString())).exit())
                .isZero();
        assertThat(start(Map.of(), List.of("bash", "-n", LAUNCHER.toString())).exit())
                .isZero();
    }

    @Test
    void builds_on_first_use_and_not_again() throws Exception {
        Result first = nilometer("check", "x y");
        Result second = nilometer("check");

        assertThat(first.err()).contains("building Nilometer (first use");
        assertThat(first.out()).contains("-jar " + home + "/cli/target/nilometer.jar check x y");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).containsExactly("build with " + jdk17);
    }

    @Test
    void builds_again_when_a_source_is_newer() throws Exception {
        nilometer("check");
        Files.setLastModifiedTime(
                home.resolve("cli/src/main/Main.java"),
                FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(nilometer("check").err()).contains("its sources have changed");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void shows_the_log_when_the_build_fails_and_tries_again_next_time() throws Exception {
        Files.createFile(folder.resolve("break"));
        Result failed = nilometer("check");
        assertThat(failed.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("cannot find symbol", "error[launcher]: the build failed", "build.log");

        Files.delete(folder.resolve("break"));
        assertThat(nilometer("check").exit()).isZero();
    }

    @Test
    void works_from_anywhere_and_through_links() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("inner"), Path.of("..", "a house", "nilometer"));
        Path link = Files.createSymbolicLink(bin.resolve("nilo"), bin.resolve("inner"));

        assertThat(start(environment(), List.of(link.toString(), "--version")).out())
                .contains("-Dnilometer.home=" + home);
    }

    @Test
    void two_at_once_build_once() throws Exception {
        Process one = process(environment(), List.of(home.resolve("nilometer").toString(), "one"));
        Process two = process(environment(), List.of(home.resolve("nilometer").toString(), "two"));

        assertThat(finish(one).exit()).isZero();
        assertThat(finish(two).exit()).isZero();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void passes_over_a_jdk_that_is_too_old() throws Exception {
        Path old = jdk("jdk11", "11.0.2");
        Map<String, String> environment =
                Map.of("JAVA_HOME", old.toString(), "PATH", jdk17.resolve("bin") + ":" + path());

        assertThat(start(environment, List.of(home.resolve("nilometer").toString(), "x"))
                        .exit())
                .isZero();
        assertThat(builds()).containsExactly("build with " + jdk17);
    }

    @Test
    void says_how_to_go_on_without_maven() throws Exception {
        Files.delete(folder.resolve("tools/mvn"));
        Path tools = Files.createDirectories(folder.resolve("only"));
        for (String tool :
                List.of("sh", "dirname", "sed", "find", "head", "mkdir", "flock", "tr", "cksum", "readlink")) {
            Path there = Path.of("/usr/bin", tool);
            Files.createSymbolicLink(tools.resolve(tool), Files.exists(there) ? there : Path.of("/bin", tool));
        }
        Map<String, String> environment = Map.of("JAVA_HOME", jdk17.toString(), "PATH", tools.toString());

        Result result = start(environment, List.of(home.resolve("nilometer").toString(), "x"));

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("there is no 'mvn' to build it with", "install Maven");
    }

    @Test
    void hands_over_to_java_options_exit_code_and_process() throws Exception {
        nilometer("warm");
        Map<String, String> environment = new java.util.HashMap<>(environment());
        environment.put("NILOMETER_JAVA_OPTS", "-Xmx1g -Dx=y");
        environment.put("EXIT", "7");

        Process process = process(environment, List.of(home.resolve("nilometer").toString(), "run"));
        Result result = finish(process);

        assertThat(result.exit()).isEqualTo(7);
        assertThat(result.out()).contains("-Xmx1g -Dx=y").contains("process " + process.pid());
    }

    @Test
    void short_commands_get_one_collector_and_one_compiler_and_long_ones_all() throws Exception {
        for (List<String> line : List.of(
                List.of("check", "run"),
                List.of("--verbose", "docs"),
                List.of("completion", "bash"),
                List.of("--help"))) {
            assertThat(nilometer(line.toArray(String[]::new)).out())
                    .as("%s", line)
                    .contains("-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
                    .doesNotContain("UseParallelGC");
        }
        for (List<String> line : List.of(List.of("run", "check"), List.of("--verbose", "demo"), List.of("test", "x"))) {
            assertThat(nilometer(line.toArray(String[]::new)).out())
                    .as("%s", line)
                    .contains("-XX:+UseParallelGC")
                    .doesNotContain("TieredStopAtLevel");
        }
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        script(jdk.resolve("bin/java"), "#!/bin/sh\necho \"process $$\"\necho \"$@\"\nexit ${EXIT:-0}\n");
        script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds"));
    }

    private Map<String, String> environment() {
        return Map.of("JAVA_HOME", jdk17.toString(), "PATH", path());
    }

    private String path() {
        return folder.resolve("tools") + ":/usr/bin:/bin";
    }

    private Result nilometer(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("nilometer").toString()));
        command.addAll(List.of(arguments));
        return start(environment(), command);
    }

    private Result start(Map<String, String> environment, List<String> command) throws Exception {
        return finish(process(environment, command));
    }

    private Process process(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Result finish(Process process) throws Exception {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, err);
    }

    private record Result(int exit, String out, String err) {}
}
