package io.nilometer.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose workers have no room for the executors that were asked for. */
class NoExecutorTest {

    @TempDir
    private Path folder;

    @Test
    @Timeout(500)
    void says_that_it_waits_for_executors_and_can_be_stopped() throws Exception {
        Path input = Files.writeString(folder.resolve("input"), "{\"t\":\"2026-01-01T00:00:00Z\"}\n");
        Path pipeline = Files.writeString(folder.resolve("waiting.yaml"), """
                name: waiting
                spark: {spark.executor.cores: 2}
                streams:
                  events:
                    source: {file: {path: none, follow: false}}
                    format: json
                    schema: {t: timestamp}
                    time: {field: t}
                metrics:
                  counts: {window: 1m, select: {events: count(*)}}
                """);
        try (ClusterRun run = ClusterRun.start(
                SparkHome.make(folder.resolve("home")),
                Map.of(),
                folder.resolve("out"),
                folder.resolve("none"),
                List.of(
                        "run",
                        pipeline.toString(),
                        "--engine",
                        "spark",
                        "--master",
                        "local-cluster[1,1,640]",
                        "--until-end",
                        "--input",
                        "events=" + input))) {
            run.waitFor("it is told", () -> run.log().contains("has given no executor"));
            assertThat(run.log()).contains("spark.executor.memory (640m)").contains("spark.executor.cores (2)");

            run.terminate();

            assertThat(run.exitCode()).as(run.log()).isNotZero();
            run.assertNothingIsLeft();
        }
    }
}
