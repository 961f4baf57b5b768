package io.nilometer.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nilometer.api.NilometerException;
import io.nilometer.core.deliver.Outbox;
import io.nilometer.core.state.Chunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files and full disks are noticed and named; nothing damaged is ever taken for good. */
class StateDamageTest {

    private static final int BATCHES = 30;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "a changed byte in {0} files")
    @ValueSource(strings = {".log", ".sst", ".blob"})
    void a_changed_byte_is_never_taken_for_good(String kind) throws Exception {
        int size = kind.equals(".log") ? 2_000 : 700_000;
        Path good = folder.resolve("good");
        write(good, size);
        Random random = new Random(17);
        int noticed = 0;
        for (int i = 0; i < 12; i++) {
            Path bad = folder.resolve("bad" + i);
            copy(good, bad);
            flip(largest(bad.resolve("db"), kind), random);
            noticed += readsWhole(bad, size) ? 0 : 1;
        }
        // A byte in unused space changes nothing; but most are in use.
        assertThat(noticed).isGreaterThan(6);
    }

    @Test
    void a_lost_log_is_noticed() throws Exception {
        Path state = folder.resolve("state");
        write(state, 2_000);
        Files.delete(largest(state.resolve("db"), ".log"));
        assertThatThrownBy(() -> StateStore.open(state))
                .isInstanceOfSatisfying(
                        NilometerException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("state-corrupt"));
    }

    @Test
    void a_lost_database_is_not_made_anew() throws Exception {
        Path state = folder.resolve("state");
        write(state, 2_000);
        Files.move(state.resolve("db"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> StateStore.open(state))
                .hasMessage("the state in " + state + " is damaged: its database is gone");
        Files.move(folder.resolve("elsewhere"), state.resolve("db"));
        assertThat(readsWhole(state, 2_000)).isTrue();
    }

    @Test
    void a_full_disk_is_named_and_costs_no_commit() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        boolean mounted = System.getProperty("user.name").equals("root")
                && run("mount", "-t", "tmpfs", "-o", "size=24m", "none", small.toString()) == 0;
        assumeTrue(mounted, "needs the right to mount a small file system");
        try {
            Path state = small.resolve("state");
            long committed = Outbox.NONE;
            try (StateStore store = StateStore.open(state)) {
                committed = fill(store);
            }
            assertThat(committed).isPositive();
            // Someone makes room; here, the file system grows.
            assertThat(run("mount", "-o", "remount,size=96m", small.toString())).isZero();
            try (StateStore store = StateStore.open(state)) {
                assertThat(store.last()).isBetween(committed, committed + 1);
                assertThat(store.header()).isEqualTo(content(store.last(), 100));
            }
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static long fill(StateStore store) {
        long batch = 0;
        while (batch < 1000) {
            try {
                store.commit(
                        new Commit(batch, content(batch, 100), content(batch, 500_000), List.of(), -1, new byte[0]));
                batch++;
            } catch (NilometerException e) {
                assertThat(e.problem().code()).as(e.getMessage()).isEqualTo("disk-full");
                return batch - 1;
            }
        }
        throw new AssertionError("the disk never filled");
    }

    private static void write(Path state, int size) {
        try (StateStore store = StateStore.open(state)) {
            for (long batch = 0; batch < BATCHES; batch++) {
                // Small, since they replace each other: most of the bytes on the disk are to be those that are read.
                Chunk chunk = new Chunk((int) batch % 5, batch, content(batch, 100));
                store.commit(new Commit(
                        batch, content(batch, 100), content(batch, size), List.of(chunk), -1, content(batch, size)));
            }
        }
    }

    /** Whether everything is there and as it was written; false when the damage was noticed; anything else fails. */
    private static boolean readsWhole(Path state, int size) {
        try (StateStore store = StateStore.open(state)) {
            assertThat(store.last()).isEqualTo(BATCHES - 1);
            assertThat(store.header()).isEqualTo(content(BATCHES - 1, 100));
            store.chunks(chunk -> assertThat(chunk.bytes()).isEqualTo(content(chunk.asOfBatch(), 100)));
            long[] next = {0};
            store.increments((batch, bytes) -> {
                assertThat(batch).isEqualTo(next[0]++);
                assertThat(bytes).isEqualTo(content(batch, size));
            });
            assertThat(next[0]).isEqualTo(BATCHES);
            assertThat(store.read(Outbox.NONE, Long.MAX_VALUE)).hasSize(BATCHES);
            return true;
        } catch (NilometerException e) {
            assertThat(e.problem().code()).as(e.getMessage()).isEqualTo("state-corrupt");
            assertThat(e.problem().remedy()).isNotEmpty();
            return false;
        }
    }

    private static byte[] content(long batch, int size) {
        byte[] bytes = new byte[size];
        new Random(batch).nextBytes(bytes);
        return bytes;
    }

    private static void flip(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= 0x10;
        Files.write(file, bytes);
    }

    private static Path largest(Path db, String kind) throws IOException {
        try (Stream<Path> files = Files.list(db)) {
            return files.filter(file -> file.toString().endsWith(kind))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow(() -> new AssertionError("no " + kind + " file in " + db));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
