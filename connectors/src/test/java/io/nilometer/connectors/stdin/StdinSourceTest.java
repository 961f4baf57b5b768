package io.nilometer.connectors.stdin;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.SourceReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class StdinSourceTest {

    private final InputStream before = System.in;

    @AfterEach
    void restore() {
        System.setIn(before);
    }

    private static SourceReader open(InputStream in, Map<String, String> from) {
        System.setIn(in);
        return SourceReader.open(new StdinSourceFactory(), Path.of("."), false, from);
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lines_come_as_they_are_and_the_end_is_the_end() {
        try (SourceReader reader = open(text("a\r\n\nlast"), Map.of())) {
            reader.untilProgress(Progress.ENDED);
            assertThat(reader.all()).containsExactly("a", "", "last");
            assertThat(reader.resume()).containsEntry("stdin", "3");
        }
    }

    @Test
    void positions_count_on_over_a_restart() {
        try (SourceReader reader = open(text("c\n"), Map.of("stdin", "2"))) {
            reader.untilProgress(Progress.ENDED);
            assertThat(reader.positions("stdin")).containsExactly(2L);
        }
    }

    @Test
    void much_input_waits_until_it_is_polled() {
        String line = "x".repeat(100) + "\n";
        try (SourceReader reader = open(text(line.repeat(200_000)), Map.of())) {
            reader.source().pause(List.of(reader.onlyPartition()));
            reader.poll(Duration.ofMillis(50));
            assertThat(reader.all()).isEmpty();
            reader.source().pause(List.of());
            assertThat(reader.untilProgress(Progress.ENDED).all()).hasSize(200_000);
        }
    }

    @Test
    void a_waiting_poll_is_woken_and_closing_does_not_wait_for_input() throws Exception {
        try (PipedOutputStream silent = new PipedOutputStream()) {
            SourceReader reader = open(new PipedInputStream(silent), Map.of());
            long start = System.nanoTime();
            Thread waker = new Thread(reader.source()::wakeUp);
            waker.start();
            reader.poll(Duration.ofSeconds(50));
            waker.join();
            reader.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
    }
}
