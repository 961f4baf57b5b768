package io.nilometer.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.core.deliver.Outbox;
import io.nilometer.core.state.Chunk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die while they write: the next one finds the last commit whole. */
@Timeout(600)
class StateCrashTest {

    private static final int BUCKETS = 7;

    @TempDir
    Path folder;

    /** Tells what it finds, then commits, telling each batch when it is durable; halts after the milliseconds it was given. */
    public static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            StateStore store = StateStore.open(Path.of(arguments[0]));
            long haltNanos = System.nanoTime() + Long.parseLong(arguments[1]) * 1_000_000L;
            Thread halt = new Thread(() -> {
                while (System.nanoTime() < haltNanos) {
                    Thread.onSpinWait();
                }
                Runtime.getRuntime().halt(9);
            });
            halt.setDaemon(true);
            System.out.println(store.last());
            halt.start();
            for (long batch = store.last() + 1; ; batch++) {
                store.commit(commit(batch));
                store.delivered("db", batch, batch);
                store.trim(batch - 3);
                System.out.println(batch);
            }
        }
    }

    private static Commit commit(long batch) {
        return new Commit(
                batch,
                content(batch, 300),
                content(batch, 20_000),
                List.of(new Chunk((int) (batch % BUCKETS), batch, content(batch, 20_000))),
                batch - BUCKETS,
                content(batch, 100));
    }

    private static byte[] content(long batch, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) batch);
        return bytes;
    }

    @Test
    void the_last_commit_is_whole_wherever_the_process_died() throws Exception {
        Path state = folder.resolve("state");
        long told = Outbox.NONE;
        Random random = new Random(1);
        for (int life = 0; life < 8 || told <= 8; life++) {
            Process writer = start(state, random.nextInt(300));
            try (BufferedReader lines = writer.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    told = Long.parseLong(line);
                }
            }
            assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(writer.exitValue()).isEqualTo(9);
            check(state, told);
        }
    }

    private static void check(Path state, long told) {
        try (StateStore store = StateStore.open(state)) {
            long last = store.last();
            assertThat(last).isBetween(told, told + 1);
            if (last == Outbox.NONE) {
                return;
            }
            assertThat(store.header()).isEqualTo(content(last, 300));
            int[] buckets = {0};
            store.chunks(chunk -> {
                assertThat(chunk.asOfBatch()).isGreaterThan(last - BUCKETS).isLessThanOrEqualTo(last);
                assertThat(chunk.bytes()).isEqualTo(content(chunk.asOfBatch(), 20_000));
                buckets[0]++;
            });
            assertThat(buckets[0]).isEqualTo((int) Math.min(BUCKETS, last + 1));
            long[] next = {Math.max(0, last - BUCKETS + 1)};
            store.increments((batch, bytes) -> {
                assertThat(batch).isEqualTo(next[0]++);
                assertThat(bytes).isEqualTo(content(batch, 20_000));
            });
            assertThat(next[0]).isEqualTo(last + 1);
            assertThat(store.delivered("db").orElse(Outbox.NONE)).isBetween(told - 1, last);
            assertThat(store.read(last - 3, Long.MAX_VALUE)).hasSize((int) Math.min(3, last + 1));
        }
    }

    @Test
    void a_second_process_is_refused_at_once_with_the_number_of_the_first() throws Exception {
        Path state = folder.resolve("state");
        StateStore.open(state).close();
        Process writer = start(state, Duration.ofMinutes(10).toMillis());
        try (BufferedReader lines = writer.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("-1");
            // Stopped, not dead: it still owns the directory, and cannot die meanwhile.
            signal(writer, "-STOP");
            assertThatThrownBy(() -> StateStore.open(state)).isInstanceOfSatisfying(NilometerException.class, e -> {
                assertThat(e.problem().code()).isEqualTo("state-in-use");
                assertThat(e.getMessage()).endsWith("is in use by process " + writer.pid());
            });
        } finally {
            writer.destroyForcibly().waitFor();
        }
        StateStore.open(state).close();
    }

    private static Process start(Path state, long lifeMillis) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        state.toString(),
                        String.valueOf(lifeMillis))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(Process process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
