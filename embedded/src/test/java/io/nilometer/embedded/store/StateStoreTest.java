package io.nilometer.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.core.deliver.Outbox;
import io.nilometer.core.state.Chunk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {

    @TempDir
    Path folder;

    private Path state() {
        return folder.resolve("state").resolve("log-analysis");
    }

    @Test
    void starts_empty_in_a_private_directory() throws Exception {
        try (StateStore store = StateStore.open(state())) {
            assertThat(store.last()).isEqualTo(Outbox.NONE);
            assertThat(store.header()).isEmpty();
            assertThat(store.isFinished()).isFalse();
            assertThat(store.delivered("db")).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void has_everything_again_after_reopening() {
        String incarnation;
        try (StateStore store = StateStore.open(state())) {
            incarnation = store.incarnation();
            store.commit(new Commit(0, bytes(0), bytes(10), List.of(new Chunk(3, 0, bytes(1))), -1, bytes(20)));
            store.commit(new Commit(1, bytes(1), bytes(11), List.of(new Chunk(4, 1, bytes(2))), -1, new byte[0]));
            store.commit(new Commit(2, bytes(2), new byte[0], List.of(new Chunk(3, 2, bytes(3))), 0, bytes(22)));
            store.delivered("db", 0, 0);
            store.delivered("gone", 2, 2);
            store.keepOnly(Set.of("db"));
        }
        try (StateStore store = StateStore.open(state())) {
            assertThat(store.incarnation()).isEqualTo(incarnation);
            assertThat(store.last()).isEqualTo(2);
            assertThat(store.header()).isEqualTo(bytes(2));
            assertThat(chunks(store)).containsExactly("3 as of 2: 3", "4 as of 1: 2");
            assertThat(increments(store)).containsExactly("1: 11");
            assertThat(store.read(Outbox.NONE, 1 << 20))
                    .extracting(Outbox.Stored::batch)
                    .containsExactly(0L, 2L);
            assertThat(store.read(0, 1 << 20)).extracting(Outbox.Stored::batch).containsExactly(2L);
            assertThat(store.read(Outbox.NONE, 1)).hasSize(1);
            assertThat(store.delivered("db")).hasValue(0);
            assertThat(store.delivered("gone")).isEmpty();
        }
    }

    @Test
    void counts_and_deletes_what_the_outbox_no_longer_needs() {
        try (StateStore store = StateStore.open(state())) {
            for (int batch = 0; batch < 1000; batch++) {
                store.commit(new Commit(batch, bytes(0), new byte[0], List.of(), -1, new byte[100]));
                if (batch % 3 == 0) {
                    store.trim(batch - 5);
                }
            }
            long kept = store.bytes();
            assertThat(kept).isBetween(500L, 5_000L);
            store.trim(999);
            assertThat(store.bytes()).isZero();
        }
        try (StateStore store = StateStore.open(state())) {
            assertThat(store.read(Outbox.NONE, 1 << 20))
                    .as("deleted but for the last few")
                    .hasSizeLessThan(64);
            store.trim(999);
            assertThat(store.bytes()).isZero();
        }
    }

    @Test
    void remembers_that_a_run_is_finished_until_it_is_forgotten() {
        String incarnation;
        try (StateStore store = StateStore.open(state())) {
            store.commit(new Commit(7, bytes(0), bytes(1), List.of(new Chunk(1, 7, bytes(1))), -1, bytes(2)));
            store.markFinished();
            incarnation = store.incarnation();
        }
        try (StateStore store = StateStore.open(state())) {
            assertThat(store.isFinished()).isTrue();
            store.forget();
            assertThat(store.isFinished()).isFalse();
            assertThat(store.header()).isEmpty();
            assertThat(chunks(store)).isEmpty();
            assertThat(increments(store)).isEmpty();
            assertThat(store.incarnation()).isNotEqualTo(incarnation);
            assertThat(store.read(Outbox.NONE, 1000)).isEmpty();
            assertThat(store.bytes()).isZero();
            assertThat(store.last()).as("numbers grow on").isEqualTo(7);
        }
    }

    @Test
    void refuses_batches_that_do_not_grow() {
        try (StateStore store = StateStore.open(state())) {
            store.commit(new Commit(4, bytes(0), new byte[0], List.of(), -1, new byte[0]));
            assertThatThrownBy(() -> store.commit(new Commit(4, bytes(0), new byte[0], List.of(), -1, new byte[0])))
                    .hasMessage("batch 4 committed after batch 4");
        }
    }

    @Test
    void survives_calls_after_it_was_closed() {
        StateStore store = StateStore.open(state());
        store.close();
        store.close();
        assertThatThrownBy(() -> store.read(0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("is closed");
        assertThatThrownBy(() -> store.delivered("db", 1, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_temporary_store_works_and_leaves_nothing() {
        StateStore store = StateStore.temporary();
        Path directory = store.directory();
        store.commit(new Commit(0, bytes(0), bytes(1), List.of(), -1, bytes(2)));
        assertThat(store.read(Outbox.NONE, 10)).hasSize(1);
        store.close();
        assertThat(directory).doesNotExist();
    }

    @Test
    void a_directory_is_owned_once() {
        try (StateStore store = StateStore.open(state())) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> StateStore.open(state()))
                        .isInstanceOf(NilometerException.class)
                        .hasMessage("the state in " + state() + " is in use by process "
                                + ProcessHandle.current().pid());
            }
            store.commit(new Commit(0, bytes(0), new byte[0], List.of(), -1, new byte[0]));
        }
        StateStore.open(state()).close();
    }

    @Test
    void refuses_a_directory_of_something_else() throws Exception {
        Files.createDirectories(state());
        Files.writeString(state().resolve("thesis.tex"), "x");
        assertThatThrownBy(() -> StateStore.open(state()))
                .isInstanceOf(NilometerException.class)
                .hasMessage(state() + " is not a state directory: it holds thesis.tex");
        assertThat(state().resolve("owner")).doesNotExist();
        Files.delete(state().resolve("thesis.tex"));
        StateStore.open(state()).close();
    }

    @Test
    void refuses_what_cannot_be_a_directory() throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> StateStore.open(folder.resolve("file").resolve("state")))
                .isInstanceOfSatisfying(NilometerException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("state-directory");
                    assertThat(e.problem().remedy()).contains("--state");
                });
    }

    @Test
    void refuses_the_format_of_another_version() throws Exception {
        StateStore.open(state()).close();
        Files.writeString(state().resolve("format"), "nilometer state 9\n");
        assertThatThrownBy(() -> StateStore.open(state()))
                .hasMessage("the state in " + state()
                        + " has format \"nilometer state 9\"; this version reads \"nilometer state 2\"");
    }

    @Test
    void goes_on_when_it_was_killed_while_it_was_made() throws Exception {
        StateStore.open(state()).close();
        Files.delete(state().resolve("format"));
        StateStore.open(state()).close();
        assertThat(state().resolve("format")).exists();
    }

    @Test
    void bytes_come_back_whatever_they_are() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] large = new byte[3 << 20];
        random.nextBytes(large);
        try (StateStore store = StateStore.open(state())) {
            store.commit(new Commit(0, large, large, List.of(new Chunk(0, 0, large)), -1, large));
        }
        try (StateStore store = StateStore.open(state())) {
            assertThat(store.header()).as("seed " + seed).isEqualTo(large);
            store.chunks(chunk -> assertThat(chunk.bytes()).isEqualTo(large));
            store.increments((batch, bytes) -> assertThat(bytes).isEqualTo(large));
            assertThat(store.read(Outbox.NONE, 1).get(0).bytes()).isEqualTo(large);
        }
    }

    private static byte[] bytes(int value) {
        return new byte[] {(byte) value};
    }

    private static List<String> chunks(StateStore store) {
        List<String> found = new ArrayList<>();
        store.chunks(chunk -> found.add(chunk.bucket() + " as of " + chunk.asOfBatch() + ": " + chunk.bytes()[0]));
        return found;
    }

    private static List<String> increments(StateStore store) {
        List<String> found = new ArrayList<>();
        store.increments((batch, bytes) -> found.add(batch + ": " + bytes[0]));
        return found;
    }
}
