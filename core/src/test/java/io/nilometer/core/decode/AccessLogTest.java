package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static final List<Field> FIELDS = ApacheFormat.FIELDS;
    private static final Format.Settings SETTINGS = new Format.Settings(ZoneOffset.UTC, 64);
    private final Decoder decoder = new ApacheFormat().decoder(new Options(Map.of()), FIELDS, SETTINGS);

    @Test
    void counts_the_known_log_of_ten_thousand_lines() throws IOException {
        Path log = Path.of("../../shared/data/apache_access.log");
        assumeTrue(Files.exists(log), "the sample log is not beside the repository");
        Map<String, Integer> classes = new TreeMap<>();
        Map<String, Integer> days = new TreeMap<>();
        long bytes = 0;
        for (String line : Files.readAllLines(log)) {
            Map<?, ?> fields = (Map<?, ?>) Decoded.of(decoder, FIELDS, line);
            classes.merge((Long) fields.get("status") / 100 + "xx", 1, Integer::sum);
            days.merge(fields.get("time").toString().substring(0, 10), 1, Integer::sum);
            bytes += fields.get("size") == null ? 0 : (Long) fields.get("size");
            assertThat(fields.containsValue(Decoded.BAD)).isFalse();
        }
        assertThat(classes).isEqualTo(Map.of("2xx", 9171, "3xx", 609, "4xx", 217, "5xx", 3));
        assertThat(days.values()).containsExactly(1632, 2893, 2896, 2579);
        assertThat(bytes).isEqualTo(2_747_282_740L);
    }

    @Test
    void reads_all_fields_of_a_combined_line() {
        assertThat(
                        decode(
                                "10.0.0.1 ident bob [17/May/2015:10:05:03 +0200] \"GET /a?b=c HTTP/1.1\" 200 12 \"http://r/\" \"curl\""))
                .isEqualTo(fields(
                        "ip",
                        "10.0.0.1",
                        "identity",
                        "ident",
                        "user",
                        "bob",
                        "time",
                        Instant.parse("2015-05-17T08:05:03Z"),
                        "request",
                        "GET /a?b=c HTTP/1.1",
                        "method",
                        "GET",
                        "url",
                        "/a?b=c",
                        "protocol",
                        "HTTP/1.1",
                        "status",
                        200L,
                        "size",
                        12L,
                        "referrer",
                        "http://r/",
                        "user_agent",
                        "curl"));
    }

    @Test
    void takes_dashes_as_null_and_a_request_that_is_none() {
        assertThat(decode("::1 - - [17/May/2015:10:05:03 +0000] \"-\" 408 - \"-\" \"-\""))
                .isEqualTo(fields(
                        "ip", "::1", "time", Instant.parse("2015-05-17T10:05:03Z"), "request", "-", "status", 408L));
    }

    @Test
    void takes_lines_that_end_early() {
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.0\" 200"))
                .containsEntry("status", 200L)
                .containsEntry("size", null);
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.0\" 200 "))
                .containsEntry("status", 200L)
                .containsEntry("size", null);
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.0\" 200 5"))
                .containsEntry("size", 5L)
                .containsEntry("referrer", null);
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.0\" 200 5 \"r\""))
                .containsEntry("referrer", "r");
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.0\" 200 5 \"r\" \"Mozilla (cut"))
                .containsEntry("user_agent", "Mozilla (cut");
    }

    @Test
    void keeps_spaces_and_quotes_in_urls_and_user_agents() {
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET /a b  c HTTP/1.1\" 200 5"))
                .containsEntry("url", "/a b  c");
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET /a\"b\" x HTTP/1.1\" 200 5"))
                .containsEntry("url", "/a\"b\" x");
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET /\\\" 200 5 HTTP/1.1\" 404 7"))
                .containsEntry("url", "/\" 200 5")
                .containsEntry("status", 404L);
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET /end\\\" 200 5"))
                .containsEntry("url", "/end\\")
                .containsEntry("status", 200L);
        assertThat(
                        decode(
                                "h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"a \\\"quoted\\\" agent\\\\ \\x41\" 0.004"))
                .containsEntry("user_agent", "a \"quoted\" agent\\ A");
    }

    @Test
    void takes_requests_that_are_no_http() {
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"\\x16\\x03\\xff x\" 400 226"))
                .containsEntry("request", "\u0016\u0003\uFFFD x")
                .containsEntry("method", null)
                .containsEntry("url", null);
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"GET /\" 200 5"))
                .containsEntry("url", "/")
                .containsEntry("protocol", null);
        assertThat(decode("h - - [17/May/2015:10:05:03 +0000] \"\" 400 0"))
                .containsEntry("request", "")
                .containsEntry("method", null);
    }

    @Test
    void takes_users_with_spaces_and_without_name() {
        assertThat(decode("h - bob smith [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5"))
                .containsEntry("user", "bob smith");
        assertThat(decode("h -  -  [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5")) // Jetty
                .containsEntry("ip", "h")
                .containsEntry("user", null);
        assertThat(decode("h -  [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5"))
                .containsEntry("user", "");
    }

    @Test
    void a_time_that_is_none_is_bad() {
        assertThat(decode("h - - [32/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5"))
                .containsEntry("time", Decoded.BAD);
        assertThat(decode("h - - [] \"GET / HTTP/1.1\" 200 5")).containsEntry("time", Decoded.BAD);
    }

    @Test
    void takes_the_virtual_host_in_front() {
        String rest = " [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl\"";
        assertThat(decode("localhost:80 203.0.113.4 - -" + rest))
                .containsEntry("vhost", "localhost")
                .containsEntry("port", 80L)
                .containsEntry("ip", "203.0.113.4")
                .containsEntry("identity", null)
                .containsEntry("user", null)
                .containsEntry("user_agent", "curl");
        assertThat(decode("[2001:db8::80]:443 ::1 - bob" + rest))
                .containsEntry("vhost", "[2001:db8::80]")
                .containsEntry("port", 443L)
                .containsEntry("ip", "::1")
                .containsEntry("user", "bob");
        assertThat(decode("www.example ::1 - john doe" + rest))
                .containsEntry("vhost", "www.example")
                .containsEntry("port", null)
                .containsEntry("ip", "::1")
                .containsEntry("user", "john doe");
        assertThat(decode("www.example:443 client.example.net - -" + rest)).containsEntry("ip", "client.example.net");
        assertThat(decode("www.example client.example.net - -" + rest)).containsEntry("ip", "client.example.net");
        assertThat(decode("10.0.0.80:8080 203.0.113.4 - -" + rest))
                .containsEntry("vhost", "10.0.0.80")
                .containsEntry("ip", "203.0.113.4");
        assertThat(decode("www.example:80 - - -" + rest))
                .containsEntry("vhost", "www.example")
                .containsEntry("ip", null);
        assertThat(decode("www.example:80 ::1 -  [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 408 -"))
                .containsEntry("ip", "::1")
                .containsEntry("user", "")
                .containsEntry("size", null);
    }

    @Test
    void without_a_virtual_host_it_is_null() {
        assertThat(decode("10.0.0.1:5678 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5"))
                .containsEntry("ip", "10.0.0.1:5678")
                .containsEntry("vhost", null)
                .containsEntry("port", null);
        assertThat(decode("- - - [17/May/2015:10:05:03 +0000] \"-\" - -"))
                .containsEntry("ip", null)
                .containsEntry("status", null);
        assertThat(decode("unix: - bob smith [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5"))
                .containsEntry("ip", "unix:")
                .containsEntry("user", "bob smith");
    }

    @Test
    void what_follows_the_user_agent_moves_nothing() {
        String combined = "::1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5 \"http://r/\" \"curl\"";
        for (String more : List.of("", " \"198.51.100.3\"", " \"-\" 0.004", " 120 4711", " 17 \"x\" \"y")) {
            assertThat(decode(combined + more))
                    .as(more)
                    .isEqualTo(decode(combined))
                    .containsEntry("referrer", "http://r/")
                    .containsEntry("user_agent", "curl");
        }
        assertThat(decode("::1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5 0.004"))
                .containsEntry("size", 5L)
                .containsEntry("referrer", null);
    }

    @Test
    void rejects_lines_whose_columns_are_others() {
        String rest = " [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5";
        for (String line : List.of(
                "10.0.0.1, 10.0.0.2 - -" + rest,
                "10.0.0.1 10.0.0.2 - -" + rest,
                "www.example:80 10.0.0.1, 10.0.0.2 - -" + rest,
                "www.example:80 203.0.113.4 -" + rest,
                "www.example:80 - -" + rest,
                "www.example:80 - bob smith" + rest,
                "10.0.0.1 - - -" + rest,
                "10.0.0.1 - bob -" + rest,
                "10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 12 200 5",
                "10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 20",
                "10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 1234 200 5",
                "10.0.0.1 - -" + rest + " 0.5 \"-\" \"curl\"")) {
            assertThat(Decoded.of(decoder, FIELDS, line)).as(line).isEqualTo("not_access_log");
        }
    }

    @Test
    void rejects_what_is_no_access_log() {
        for (String line : List.of(
                "garbage",
                "a b c",
                "a b c [x",
                "a b c [x] y",
                "a b c [x] \"GET /",
                "a b c [x] \"GET / HTTP/1.1\" abc 5",
                "a b c [x] \"GET / HTTP/1.1\" 200 abc",
                " - - [x] \"GET / HTTP/1.1\" 200 5")) {
            assertThat(Decoded.of(decoder, FIELDS, line)).as(line).isEqualTo("not_access_log");
        }
        assertThat(Decoded.of(decoder, FIELDS, "")).isEqualTo("empty");
    }

    @SuppressWarnings("unchecked") // a decoded record is a map by name
    private Map<String, Object> decode(String line) {
        return (Map<String, Object>) Decoded.of(decoder, FIELDS, line);
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> all = new HashMap<>();
        FIELDS.forEach(field -> all.put(field.name(), null));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return all;
    }
}
