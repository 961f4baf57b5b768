package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.core.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FreshCopyTest {

    @Test
    void eight_workers_share_nothing_that_changes() throws Exception {
        TestPipeline p = pipeline();
        p.source(
                        "s",
                        "ts timestamp; words array<string>; k string",
                        "ts",
                        p.derive(
                                "sum",
                                "aggregate(transform(words, w -> cast(w as int)), 0, (a, b) -> a + b)",
                                "long",
                                "filter(words, w -> exists(words, v -> length(v) < length(w)))"))
                .metric(
                        "m",
                        "s",
                        "k",
                        "1m",
                        "total",
                        "sum(sum)",
                        "n",
                        "max(size(long))",
                        "sorted",
                        "max(array_join(array_sort(words), '-'))");
        Compiled compiled = Compiler.compile(p.build(), TestFormat.components());
        assertThat(compiled.program()).as("%s", compiled.problems()).isPresent();
        Program program = compiled.program().orElseThrow();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<ProgramRun.Fed>>> runs = new ArrayList<>();
            for (int worker = 0; worker < 8; worker++) {
                int start = worker * 1000;
                runs.add(pool.submit(() -> {
                    ProgramRun run = new ProgramRun(program, 0);
                    for (int i = start; i < start + 1000; i++) {
                        run.record("ts=0;k=" + i + ";words=" + i + "," + (i + 1) + ",7");
                    }
                    return run.fed;
                }));
            }
            for (int worker = 0; worker < 8; worker++) {
                List<ProgramRun.Fed> fed = runs.get(worker).get();
                for (int i = 0; i < 1000; i++) {
                    int number = worker * 1000 + i;
                    assertThat(fed.get(i).keys()).containsExactly(String.valueOf(number));
                    assertThat(fed.get(i).inputs().get(0)).containsExactly((long) (2 * number + 8));
                    assertThat(fed.get(i).inputs().get(1)).as("%s", number).containsExactly(longer(number));
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Long longer(int number) {
        List<String> words = List.of(String.valueOf(number), String.valueOf(number + 1), "7");
        return words.stream()
                .filter(w -> words.stream().anyMatch(v -> v.length() < w.length()))
                .count();
    }
}
