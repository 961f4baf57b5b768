package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The LogFormat of Apache httpd, as people copy it, on lines as httpd writes them. */
class ApacheLogFormatTest {

    private static final String TIME = "[17/May/2015:10:05:03 +0200]";
    private static final Instant INSTANT = Instant.parse("2015-05-17T08:05:03Z");
    private static final String COMMON = "10.0.0.1 - bob " + TIME + " \"GET /a HTTP/1.1\" 200 12";

    @Test
    void however_much_of_the_directive_is_copied_it_is_the_same_format() {
        for (String written : List.of(
                "%h %l %u %t \"%r\" %>s %b",
                "%h %l %u %t \\\"%r\\\" %>s %b",
                "\"%h %l %u %t \\\"%r\\\" %>s %b\"",
                "'%h %l %u %t \"%r\" %>s %b'",
                "LogFormat \"%h %l %u %t \\\"%r\\\" %>s %b\" common",
                "  LogFormat \"%h %l %u %t \\\"%r\\\" %>s %b\"\n",
                "LogFormat \\\n  \"%h %l %u %t \\\"%r\\\" %>s %b\" \\\n common",
                "\"%h %l %u %t \\\"%r\\\" %>s %b\" common",
                "CustomLog logs/access_log \"%h %l %u %t \\\"%r\\\" %>s %b\"",
                "CustomLog logs/access_log common env=!dontlog",
                "# as the distribution has it\nLogFormat \"%h %l %u %t \\\"%r\\\" %>s %b\" common\n",
                "logformat common",
                "common")) {
            assertThat(problems(written)).as(written).isEmpty();
            assertThat(fields(written))
                    .as(written)
                    .extracting(Field::name)
                    .containsExactly(
                            "ip", "identity", "user", "time", "request", "method", "url", "protocol", "status", "size");
            assertThat(decode(written, COMMON))
                    .as(written)
                    .containsEntry("ip", "10.0.0.1")
                    .containsEntry("user", "bob")
                    .containsEntry("time", INSTANT)
                    .containsEntry("method", "GET")
                    .containsEntry("size", 12L);
        }
    }

    @Test
    void what_is_no_format_is_told_with_what_to_write() {
        assertThat(problem("mine").remedy()).contains("vhost_combined");
        assertThat(problem("CustomLog logs/access_log mine").message()).contains("`mine`");
        assertThat(problem("LogFormat \"%h").message()).contains("not closed");
        assertThat(problem("LogFormat \"%h\" a\nLogFormat \"%v\" b").message()).contains("several lines");
        assertThat(problem("ErrorLogFormat \"[%t] %M\"").message()).contains("error log");
        assertThat(problem("%h 100%").remedy()).contains("%%");
        assertThat(problem("%h %{Referer").message()).contains("without }");
        assertThat(problem("%h %i").message()).contains("without a name");
        assertThat(problem("%h %K").message()).contains("%K");
        assertThat(problem("%h %{m}T").remedy()).contains("%{ms}T");
        assertThat(problem("%h %{x}p").remedy()).contains("%{local}p");
        assertThat(problem("%h\\n%U").message()).contains("line end");
        assertThat(problem("{ \"ip\": \"%h\" }").remedy()).contains("format: json");
        assertThat(problem("%h%u").message()).contains("%h and %u").contains("can't be told apart");
        assertThat(problem("%>s%b").message()).contains("can't be told apart");
    }

    @Test
    void a_time_that_can_not_be_read_is_told() {
        assertThat(problem("%h %{%H:%M:%S}t %b").message()).contains("without year, month, day");
        assertThat(problem("%h %{%d/%b %H:%M}t %b").message()).contains("without year");
        assertThat(problem("%h %{%F %I:%M}t %b").message()).contains("without %p");
        assertThat(problem("%h %{%F %T %Z}t %b").remedy()).contains("%z");
        assertThat(problem("%h %{%c}t %b").message()).contains("%c");
        assertThat(problem("%h %{msec_frac}t %b").message()).contains("without year");
        assertThat(problem("%{%F}t %h %{%T}t").message()).contains("without hour");
    }

    @Test
    void times_are_read_as_they_are_written() {
        assertThat(time("%t", TIME)).isEqualTo(INSTANT);
        assertThat(time("%{begin}t", TIME)).isEqualTo(INSTANT);
        assertThat(time("[%{%d/%b/%Y:%H:%M:%S %z}t]", TIME)).isEqualTo(INSTANT);
        assertThat(time("%{%Y-%m-%dT%H:%M:%S%z}t", "2015-05-17T10:05:03+0200")).isEqualTo(INSTANT);
        assertThat(time("%{%FT%TZ}t", "2015-05-17T08:05:03Z")).isEqualTo(INSTANT);
        assertThat(time("%{%F %T}t", "2015-05-17 10:05:03")).isEqualTo(INSTANT);
        assertThat(time("[%{%F %T}t.%{usec_frac}t %{%z}t]", "[2015-05-17 08:05:03.000250 +0000]"))
                .isEqualTo(INSTANT.plusNanos(250_000));
        assertThat(time("%t %{msec_frac}t", TIME + " 250")).isEqualTo(INSTANT.plusMillis(250));
        assertThat(time("%{sec}t", "1431849903")).isEqualTo(INSTANT);
        assertThat(time("%{sec}t.%{msec_frac}t", "1431849903.250")).isEqualTo(INSTANT.plusMillis(250));
        assertThat(time("%{end:msec}t", "1431849903250")).isEqualTo(INSTANT.plusMillis(250));
        assertThat(time("%{usec}t", "1431849903000250")).isEqualTo(INSTANT.plusNanos(250_000));
        assertThat(time("%{%a %b %e %H:%M:%S %Y}t", "Sun May 17 10:05:03 2015")).isEqualTo(INSTANT);
        assertThat(time("%{%A, %d-%B-%y %I:%M %p}t", "Sunday, 07-May-15 10:05 PM"))
                .isEqualTo(Instant.parse("2015-05-07T20:05:00Z"));
        assertThat(time("%{%D %l:%M:%S %p}t", "05/17/15 12:00:03 AM")).isEqualTo(Instant.parse("2015-05-16T22:00:03Z"));
        assertThat(time("%{%F %T}t", "2015-02-30 10:05:03")).isEqualTo(Decoded.BAD);
        assertThat(time("%{%d %b %Y %T}t", "01 Foo 2015 10:05:03")).isEqualTo(Decoded.BAD);
        assertThat(time("%{%F %I:%M %p}t", "2015-02-03 13:05 PM")).isEqualTo(Decoded.BAD);
        assertThat(decode("%{%F %T}t %>s", "- 200")).containsEntry("time", null);
        assertThat(fields("%t %{usec}t %{sec}t %b"))
                .extracting(Field::name)
                .containsExactly("time", "time_usec", "time_sec", "size");
    }

    @Test
    void directives_have_fields_with_types() {
        String format =
                "%v:%p %a %{c}a %A %!200,304{X-Team}i %{Content-Type}o %{sid}C %{UNIQUE_ID}e %{n}n %{SSL_PROTOCOL}x "
                        + "%400,501s %m %U%q %H %X %k %P %{tid}P %L %f %B %I %O %D %T %{ms}T %R %{remote}p %{Referer}i %{User-agent}i";
        assertThat(fields(format).stream()
                        .map(field -> field.name() + " " + field.type().sql())
                        .toList())
                .containsExactly(
                        "vhost string",
                        "port int",
                        "ip string",
                        "peer_ip string",
                        "local_ip string",
                        "x_team string",
                        "response_content_type string",
                        "cookie_sid string",
                        "env_unique_id string",
                        "note_n string",
                        "ssl_protocol string",
                        "status int",
                        "method string",
                        "path string",
                        "query string",
                        "protocol string",
                        "connection_status string",
                        "keepalive_requests bigint",
                        "pid bigint",
                        "thread_id string",
                        "log_id string",
                        "filename string",
                        "size bigint",
                        "bytes_received bigint",
                        "bytes_sent bigint",
                        "duration_us bigint",
                        "duration_s bigint",
                        "duration_ms bigint",
                        "handler string",
                        "remote_port int",
                        "referrer string",
                        "user_agent string");
        assertThat(decode(
                        format,
                        "[::1]:443 2001:db8::1 10.0.0.2 10.0.0.3 - text/html s1 - x TLSv1.3 404 GET /a?b=c?d HTTP/1.1 - 3 17 140 "
                                + "- /var/www/a - 5 6 7 0 8 - 4711 - curl"))
                .containsEntry("vhost", "[::1]")
                .containsEntry("port", 443L)
                .containsEntry("ip", "2001:db8::1")
                .containsEntry("x_team", null)
                .containsEntry("path", "/a")
                .containsEntry("query", "?b=c?d")
                .containsEntry("connection_status", "-")
                .containsEntry("log_id", null)
                .containsEntry("size", null)
                .containsEntry("duration_us", 7L)
                .containsEntry("duration_ms", 8L);
        assertThat(decode("\"%m %U%q %H\" %>s", "\"GET /a b HTTP/1.1\" 200"))
                .containsEntry("path", "/a b")
                .containsEntry("query", "");
        assertThat(fields("%m %r %H"))
                .extracting(Field::name)
                .containsExactly("request_method", "request", "method", "url", "protocol", "request_protocol");
        assertThat(fields("%s %>s %h %a"))
                .extracting(Field::name)
                .containsExactly("status", "final_status", "ip", "client_ip");
        assertThat(decode("%h 5%% %b", "h 5% 7")).containsEntry("size", 7L);
    }

    @Test
    void the_bytes_sent_are_the_size_where_there_is_no_other() {
        assertThat(fields("vhost_combined"))
                .extracting(Field::name)
                .containsExactly(
                        "vhost",
                        "port",
                        "ip",
                        "identity",
                        "user",
                        "time",
                        "request",
                        "method",
                        "url",
                        "protocol",
                        "status",
                        "size",
                        "referrer",
                        "user_agent");
        assertThat(fields("combinedio")).extracting(Field::name).contains("size", "bytes_received", "bytes_sent");
    }

    @Test
    void lines_that_do_not_fit_are_rejected() {
        String combined = "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"";
        String line = COMMON + " \"-\" \"curl\"";
        assertThat(decode(combined, line)).containsEntry("user_agent", "curl");
        for (String shifted : List.of(
                "www.example:443 " + line,
                "10.0.0.2, " + line,
                line + " 17",
                line + " \"x\"",
                COMMON,
                COMMON + " 0.5 \"-\" \"curl\"",
                line.replace("200", "OK"),
                line.replace("bob", "- -"))) {
            assertThat(result(combined, shifted)).as(shifted).isEqualTo("not_access_log");
        }
        assertThat(decode(combined, line.replace("bob", "john van doe"))).containsEntry("user", "john van doe");
        assertThat(decode(
                        combined, line.replace("10.0.0.1", "client.example.net").replace("12", "-")))
                .containsEntry("ip", "client.example.net")
                .containsEntry("size", null);
        assertThat(decode(combined, line.replace("curl", "a \\\"b\\\" \\\\ \\x41")))
                .containsEntry("user_agent", "a \"b\" \\ A");
    }

    private static Object time(String format, String text) {
        return decode(format + " %>s", text + " 200").get("time");
    }

    private static Problem problem(String format) {
        assertThat(problems(format)).as(format).hasSize(1);
        return problems(format).get(0);
    }

    private static List<Problem> problems(String format) {
        return new ApacheFormat().check(options(format), Place.NOWHERE);
    }

    private static List<Field> fields(String format) {
        return new ApacheFormat().fields(options(format));
    }

    private static Options options(String format) {
        return new Options(Map.of("log_format", format));
    }

    private static Object result(String format, String line) {
        Format.Settings settings = new Format.Settings(ZoneId.of("Europe/Berlin"), 64);
        return Decoded.of(new ApacheFormat().decoder(options(format), fields(format), settings), fields(format), line);
    }

    @SuppressWarnings("unchecked") // a decoded record is a map by name
    private static Map<String, Object> decode(String format, String line) {
        Object result = result(format, line);
        assertThat(result).as(line).isInstanceOf(Map.class);
        return (Map<String, Object>) result;
    }
}
