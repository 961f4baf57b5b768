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
    void connections_may_count_octets_or_send_lines_side_by_side() throws Exception {
        try (SourceReader reader = open(false, "listen", "0")) {
            int port = portOf(reader);
            try (Socket counting = new Socket("127.0.0.1", port);
                    Socket lines = new Socket("127.0.0.1", port)) {
                say(counting, "13 <13>two\nlines7 <13>o");
                say(lines, "<13>line\n<13>nul\0{\"a\":1}\n");
                reader.untilRecords(4);
                say(counting, "ne");
                reader.untilRecords(5);
            }
            assertThat(reader.all())
                    .containsExactlyInAnyOrder("<13>two\nlines", "<13>one", "<13>line", "<13>nul", "{\"a\":1}");
        }
    }

    @Test
    void lines_are_only_lines_when_told_so() throws Exception {
        try (SourceReader reader = open(false, "listen", "0", "framing", "lines")) {
            try (Socket socket = new Socket("127.0.0.1", portOf(reader))) {
                say(socket, "7 <13>one\n<13>a\0b\n");
                reader.untilRecords(2);
            }
            assertThat(reader.all()).containsExactly("7 <13>one", "<13>a\0b");
        }
    }

    @Test
    void a_sender_whose_lengths_are_wrong_for_good_is_cut_off_and_may_come_again() throws Exception {
        try (SourceReader reader = open(false, "listen", "0", "framing", "octet_counted")) {
            try (Socket socket = new Socket("127.0.0.1", portOf(reader))) {
                say(socket, "2 ab");
                byte[] chunk = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 20; i++) {
                    socket.getOutputStream().write(chunk);
                }
                reader.untilRecords(2);
                reader.until(() -> reader.notices().stream().anyMatch(notice -> notice.contains("no length")));
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?s).*(reset|Broken pipe|aborted).*"); // while it was still writing
            }
            try (Socket again = new Socket("127.0.0.1", portOf(reader))) {
                say(again, "2 cd");
                assertThat(reader.untilRecords(3).all()).startsWith("ab").endsWith("cd");
            }
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
