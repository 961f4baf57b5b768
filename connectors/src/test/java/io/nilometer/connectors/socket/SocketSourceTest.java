package io.nilometer.connectors.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.SourceReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SocketSourceTest {

    private static SourceReader open(boolean untilEnd, Object... options) {
        return SourceReader.open(new SocketSourceFactory(), Path.of("."), untilEnd, Map.of(), options);
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static int portOf(SourceReader reader) {
        String notice = reader.notices().get(0);
        return Integer.parseInt(notice.substring(notice.lastIndexOf(':') + 1));
    }

    @Test
    void connects_again_when_the_connection_ends() throws Exception {
        try (ServerSocket server = server();
                SourceReader reader = open(false, "connect", "127.0.0.1:" + server.getLocalPort())) {
            try (Socket first = server.accept()) {
                say(first, "hello\nwor");
                reader.untilRecords(1);
                say(first, "ld\n");
                reader.untilRecords(2);
            }
            try (Socket second = server.accept()) {
                say(second, "again\n");
                assertThat(reader.untilRecords(3).all()).containsExactly("hello", "world", "again");
            }
            assertThat(reader.notices())
                    .anyMatch(notice -> notice.startsWith("cannot reach") && notice.contains("closed"));
        }
    }

    @Test
    void in_a_bounded_run_the_end_of_the_connection_is_the_end() throws Exception {
        try (ServerSocket server = server();
                SourceReader reader = open(true, "connect", "localhost:" + server.getLocalPort())) {
            try (Socket only = server.accept()) {
                say(only, "a\nb");
            }
            assertThat(reader.untilProgress(Progress.ENDED).all()).containsExactly("a", "b");
        }
    }

    @Test
    void says_once_that_nobody_is_there_and_closes_while_it_waits() throws Exception {
        SourceReader reader = open(false, "connect", "127.0.0.1:1");
        reader.until(() -> !reader.notices().isEmpty());
        reader.poll(Duration.ofMillis(1_500));
        assertThat(reader.notices()).singleElement().asString().contains("127.0.0.1:1");
        long start = System.nanoTime();
        reader.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void listens_to_several_at_once_and_turns_too_many_away() throws Exception {
        try (SourceReader reader = open(false, "listen", "0", "max_clients", 2)) {
            int port = portOf(reader);
            try (Socket a = new Socket("127.0.0.1", port);
                    Socket b = new Socket("127.0.0.1", port)) {
                say(a, "from a\n");
                say(b, "from b\n");
                reader.untilRecords(2);
                try (Socket c = new Socket("127.0.0.1", port)) {
                    assertThat(c.getInputStream().read()).isEqualTo(-1);
                }
            }
            assertThat(reader.all()).containsExactlyInAnyOrder("from a", "from b");
        }
    }

    @Test
    void a_port_in_use_and_an_endless_bounded_run_are_errors_with_a_remedy() throws Exception {
        try (ServerSocket taken = server()) {
            assertThatThrownBy(() -> open(false, "listen", String.valueOf(taken.getLocalPort())))
                    .isInstanceOf(NilometerException.class)
                    .hasMessageContaining("cannot listen");
        }
        assertThatThrownBy(() -> open(true, "listen", "0"))
                .isInstanceOfSatisfying(
                        NilometerException.class,
                        e -> assertThat(e.problem().remedy()).contains("--input s="));
    }
}
