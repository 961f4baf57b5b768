package io.nilometer.cli.remote;

import static io.nilometer.cli.remote.RemoteRun.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.InProcess;
import io.nilometer.core.run.TemporaryDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of an HDFS, with one namenode and one datanode in this process. */
@Timeout(300)
class HdfsRunTest {

    private static MiniDFSCluster cluster;
    private static FileSystem hdfs;

    @TempDir
    static Path disk;

    /** Spark may still look after its state there when a run has ended, which would fail a stricter deletion. */
    private final TemporaryDirectory temporary = TemporaryDirectory.create("nilometer-hdfs");

    private final Path folder = temporary.path();

    @AfterEach
    void deleteFolder() {
        temporary.close();
    }

    private String root;
    private RemoteRun runs;

    @BeforeAll
    static void start() throws IOException {
        Configuration conf = new Configuration();
        // A file that is closed waits for its datanode, usually for 400 ms.
        conf.set("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");
        cluster =
                new MiniDFSCluster.Builder(conf, disk.toFile()).numDataNodes(1).build();
        hdfs = cluster.getFileSystem();
    }

    @AfterAll
    static void stop() {
        cluster.shutdown(true);
    }

    @BeforeEach
    void folder(TestInfo test) {
        root = "/" + test.getTestMethod().orElseThrow().getName();
        runs = new RemoteRun(folder, "");
    }

    private void put(String name, String text) throws IOException {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String name, byte[] bytes) throws IOException {
        try (OutputStream out = hdfs.create(new org.apache.hadoop.fs.Path(root, name))) {
            out.write(bytes);
        }
    }

    /** The place in HDFS, as a path of the source. */
    private String place(String below) {
        return hdfs.getUri() + root + below;
    }

    private Path local(String name) throws IOException {
        Path file = folder.resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private void rotated(String host, int each) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(local(host + ".log.2.gz")))) {
            out.write(lines(host, 0, each).getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(local(host + ".log.1"), lines(host, each, 2 * each));
        Files.writeString(local(host + ".log"), lines(host, 2 * each, 3 * each));
    }

    private void copyToHdfs() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("in"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                put(folder.resolve("in").relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    @Test
    void the_same_files_give_the_same_rows_from_hdfs_as_from_disk() throws IOException {
        rotated("web-1", 200);
        rotated("web-2", 200);
        Files.writeString(local("huge"), lines("huge", 0, 20_000));
        copyToHdfs();
        put("_SUCCESS", "this is no record\n");
        put(".hidden", "this is no record\n");
        put("web-3.log._COPYING_", "this is no record\n");
        List<String> here = runs.rows(runs.pipeline("{path: in}"), "here", 21_200);

        assertThat(runs.rows(runs.pipeline("{path: '" + place("") + "'}"), "there", 21_200, "--engine", "spark"))
                .isEqualTo(here);
        assertThat(runs.rows(
                        runs.pipeline("{path: '" + place("/*") + "', max_files: 1}"),
                        "one-by-one",
                        21_200,
                        "--engine",
                        "spark"))
                .isEqualTo(here);
    }

    @Test
    void the_example_of_the_page_on_spark_runs() throws IOException {
        String page = Files.readString(Path.of("..").resolve("docs/spark.md"));
        int start = page.indexOf("name: remote-logs");
        String example =
                page.substring(start, page.indexOf("```", start)).replace("hdfs://namenode:8020/logs", place(""));
        Path pipeline = Files.writeString(folder.resolve("example.yaml"), example);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(local("a.gz")))) {
            out.write(lines("a", 0, 30).getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(local("b.log"), lines("b", 0, 30));
        copyToHdfs();

        InProcess.Outcome outcome = InProcess.run(
                "run",
                pipeline.toString(),
                "--engine",
                "spark",
                "--until-end",
                "--results",
                folder.resolve("example").toString());
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("example/per_host.ndjson")))
                .hasSize(3)
                .allMatch(row -> row.contains("\"requests\":10"));
    }

    @Test
    void five_hundred_small_files_are_read_some_at_a_time() throws IOException {
        for (int i = 0; i < 500; i++) {
            put("part-%05d".formatted(i), lines("h", i, i + 5));
        }
        assertThat(runs.rows(
                        runs.pipeline("{path: '" + place("") + "', max_files: 100}"),
                        "many",
                        2_500,
                        "--engine",
                        "spark"))
                .hasSize(51);
    }

    @Test
    void a_glob_goes_down_into_folders_but_not_into_those_of_writers() throws IOException {
        Files.writeString(local("day=1/web-1.log"), lines("web-1", 0, 300));
        Files.writeString(local("day=2/web-1.log"), lines("web-1", 300, 600));
        Files.writeString(local("day=2/other.txt"), "this is no record\n");
        copyToHdfs();
        put("_temporary/web-2.log", "this is no record\n");
        List<String> here = runs.rows(runs.pipeline("{path: 'in/*/web-*.log'}"), "here", 600);

        for (String glob : List.of("/*/web-*.log", "/**.log", "/day={1,2}/*.log")) {
            assertThat(runs.rows(
                            runs.pipeline("{path: '" + place(glob) + "'}"),
                            "there" + glob.length(),
                            600,
                            "--engine",
                            "spark"))
                    .as(glob)
                    .isEqualTo(here);
        }
    }

    @Test
    void a_folder_to_which_files_are_added_goes_on_over_restarts_and_reads_each_once() throws IOException {
        Path pipeline = runs.pipeline("{path: '" + place("") + "', follow: true, closed: true, max_files: 1}");
        put("a.log", lines("a", 0, 100));
        put("b.log", lines("b", 0, 100));
        assertThat(runs.live(pipeline, "12s").used()).isEqualTo(200);

        put("c.log", lines("c", 100, 200));
        RemoteRun.Live second = runs.live(pipeline, "12s");
        assertThat(second.used()).isEqualTo(300);
        assertThat(second.told()).contains("behind 2 files that have been read whole");

        assertThat(runs.live(pipeline, "8s").used()).isEqualTo(300);
    }

    @Test
    void a_file_that_is_left_in_the_middle_goes_on_there_packed_or_not() throws IOException {
        Files.writeString(local("a.log"), lines("a", 0, 4_000));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(local("b.gz")))) {
            out.write(lines("b", 0, 4_000).getBytes(StandardCharsets.UTF_8));
        }
        copyToHdfs();
        String source = "{path: '" + place("") + "', follow: true, closed: true";
        int used =
                runs.live(runs.pipeline(source + ", max_rate: 200/s}"), "12s").used();
        assertThat(used).isPositive().isLessThan(8_000);

        assertThat(runs.live(runs.pipeline(source + "}"), "15s").used()).isEqualTo(8_000);
    }

    @Test
    void what_is_added_beside_a_file_with_the_name_of_its_rotation_is_read() throws IOException {
        Path pipeline = runs.pipeline("{path: '" + place("") + "', follow: true, closed: true}");
        put("app.log", lines("a", 0, 100));
        assertThat(runs.live(pipeline, "10s").used()).isEqualTo(100);

        put("app-20260102.log", lines("b", 100, 200));
        assertThat(runs.live(pipeline, "10s").used()).isEqualTo(200);
    }

    @Test
    void a_file_that_changed_after_it_was_read_is_told_and_not_read_from_the_middle() throws IOException {
        Path pipeline = runs.pipeline("{path: '" + place("") + "', follow: true, closed: true}");
        put("a.log", lines("a", 0, 100));
        assertThat(runs.live(pipeline, "12s").used()).isEqualTo(100);

        put("a.log", lines("a", 0, 150));
        put("b.log", lines("b", 100, 110));
        RemoteRun.Live second = runs.live(pipeline, "12s");
        assertThat(second.used()).isEqualTo(110);
        assertThat(second.told()).contains(place("/a.log") + " has changed after it was read");
    }
}
