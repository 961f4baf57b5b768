package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The log_format of nginx, as people copy it, on lines as nginx writes them. */
class NginxLogFormatTest {

    private static final String TIME = "[17/May/2015:10:05:03 +0000]";
    private static final String MAIN =
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" "
                    + "\"$http_user_agent\" \"$http_x_forwarded_for\"";
    private static final String MAIN_LINE =
            "203.0.113.9 - - " + TIME + " \"GET / HTTP/2.0\" 200 905 \"-\" \"Mozilla/5.0\" \"198.51.100.3\"";

    @Test
    void however_much_of_the_directive_is_copied_it_is_the_same_format() {
        for (String written : List.of(
                MAIN,
                "main",
                "'" + MAIN + "'",
                "log_format main '" + MAIN + "';",
                "    log_format  main  '" + MAIN + "';\n",
                "log_format main escape=default '" + MAIN + "'",
                "main '" + MAIN + "';",
                "log_format main '$remote_addr - $remote_user [$time_local] \"$request\" '\n   # a comment\n"
                        + "\t'$status $body_bytes_sent \"$http_referer\" '\r\n"
                        + "    '\"$http_user_agent\" \"$http_x_forwarded_for\"' ; # main\n",
                "'$remote_addr - $remote_user [$time_local] \"$request\" '\n"
                        + "'$status $body_bytes_sent \"$http_referer\" \"$http_user_agent\" \"$http_x_forwarded_for\"'",
                "log_format main \"" + MAIN.replace("\"", "\\\"") + "\";",
                "\"" + MAIN.replace("\"", "\\\"") + "\"")) {
            assertThat(problems(written)).as(written).isEmpty();
            assertThat(decode(written, MAIN_LINE))
                    .as(written)
                    .containsEntry("ip", "203.0.113.9")
                    .containsEntry("user", null)
                    .containsEntry("size", 905L)
                    .containsEntry("http_x_forwarded_for", "198.51.100.3");
        }
    }

    @Test
    void what_is_no_format_is_told_with_what_to_write() {
        assertThat(problem("log_format main").message()).contains("no format");
        assertThat(problem("log_format main '$remote_addr").message()).contains("not closed");
        assertThat(problem("log_format a '$remote_addr'; log_format b '$host';").message())
                .contains("behind its semicolon");
        assertThat(problem("$remote_addr '\n '$status';").remedy()).contains("whole directive");
        assertThat(problem("$remote_addr\n$status").message()).contains("line end");
        assertThat(problem("log_format main escape=xml '$status';").message()).contains("escape=xml");
        assertThat(problem("log_format j escape=json '{\"ip\":\"$remote_addr\",' '\"t\":\"$msec\"}';")
                        .remedy())
                .contains("format: json");
        assertThat(problem("access_log /var/log/nginx/access.log main;").message())
                .contains("no variables");
    }

    @Test
    void variables_without_text_between_them_must_differ_in_their_bytes() {
        assertThat(problem("$remote_addr$remote_user").message())
                .contains("$remote_addr and $remote_user")
                .contains("can't be told apart");
        assertThat(problem("$status$body_bytes_sent").message()).contains("can't be told apart");
        assertThat(problem("$uri$is_args$args").message()).contains("can't be told apart");
        String url = "$remote_addr \"$scheme://$host$request_uri\" $status$pipe";
        assertThat(problems(url)).isEmpty();
        assertThat(decode(url, "::1 \"https://a.example/b?c=/d e\" 200."))
                .containsEntry("scheme", "https")
                .containsEntry("host", "a.example")
                .containsEntry("request_uri", "/b?c=/d e")
                .containsEntry("status", 200L)
                .containsEntry("pipe", ".");
        assertThat(decode(url, "::1 \"https://a.example\" 200p")).containsEntry("request_uri", "");
    }

    @Test
    void a_variable_that_comes_twice_is_one_field() {
        String format = "$remote_addr - [$remote_addr] - $remote_user [$time_local] $msec";
        assertThat(fields(format)).extracting(Field::name).containsExactly("ip", "user", "time", "msec");
        assertThat(decode(format, "10.0.0.1 - [10.0.0.1] - bob " + TIME + " 1431857103.500"))
                .containsEntry("ip", "10.0.0.1")
                .containsEntry("msec", Instant.parse("2015-05-17T10:05:03.5Z"));
    }

    @Test
    void types_find_the_columns_where_blanks_do_not() {
        String format =
                "[$time_local] $msec $host $server_port $proxy_add_x_forwarded_for $remote_user $status $pipe $request_time "
                        + "$request_length $bytes_sent $gzip_ratio \"$request\"";
        assertThat(
                        decode(
                                format,
                                TIME
                                        + " 1431857103.267 bop.example  203.0.113.5, unix: john doe 302 . 0.178 977 682 - \"POST / HTTP/1.0\""))
                .containsEntry("host", "bop.example")
                .containsEntry("server_port", null)
                .containsEntry("proxy_add_x_forwarded_for", "203.0.113.5, unix:")
                .containsEntry("user", "john doe")
                .containsEntry("status", 302L)
                .containsEntry("request_time", 0.178)
                .containsEntry("bytes_sent", 682L)
                .containsEntry("gzip_ratio", null)
                .containsEntry("method", "POST");
        assertThat(
                        decode(
                                format,
                                TIME
                                        + " 1431857103.267 - 443 203.0.113.5,198.51.100.1, ::1 - 200 p 0.000 1 2 3.14 \"GET / HTTP/1.0\""))
                .containsEntry("host", null)
                .containsEntry("server_port", 443L)
                .containsEntry("proxy_add_x_forwarded_for", "203.0.113.5,198.51.100.1, ::1")
                .containsEntry("gzip_ratio", 3.14);
    }

    @Test
    void a_line_that_fits_only_with_shifted_fields_is_rejected() {
        String format = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent $request_time";
        String good = "10.0.0.1 - - " + TIME + " \"GET / HTTP/1.1\" 200 12 0.5";
        assertThat(decode(format, good)).containsEntry("request_time", 0.5);
        for (String shifted : List.of(
                "www.example:443 " + good,
                "www.example " + good,
                "www.example - - " + TIME + " \"GET / HTTP/1.1\" 200 12 0.5",
                "10.0.0.1, 10.0.0.2 - - " + TIME + " \"GET / HTTP/1.1\" 200 12 0.5",
                "10.0.0.1 - - - " + TIME + " \"GET / HTTP/1.1\" 200 12 0.5",
                "10.0.0.1 - - " + TIME + " \"GET / HTTP/1.1\" 0.5 200 12",
                "10.0.0.1 - - " + TIME + " \"GET / HTTP/1.1\" 200 0.5 12 1",
                "10.0.0.1 - - " + TIME + " \"GET / HTTP/1.1\" 2000 12 0.5",
                "10.0.0.1 - - " + TIME + " \"GET / HTTP/1.1\" 200 12 0.5 \"-\"",
                "10.0.0.1 - - " + TIME + " \"GET / HTTP/1.1\" \"x\" 200 12 0.5",
                "10.0.0.1 - - [yesterday] \"GET / HTTP/1.1\" 200 12 0.5",
                "10.0.0.1 - - " + TIME + " \"GET / HTTP/1.1\" 200 12",
                "10.0.0.1 - - " + TIME + " \"GET / HT",
                "garbage")) {
            assertThat(result(format, shifted)).as(shifted).isEqualTo("not_access_log");
        }
        assertThat(result(MAIN, MAIN_LINE + " \"more\"")).isEqualTo("not_access_log");
        assertThat(result(MAIN, MAIN_LINE.replace(" \"198.51.100.3\"", ""))).isEqualTo("not_access_log");
    }

    @Test
    void text_with_blanks_is_taken_only_where_there_is_one_way_to_cut_the_line() {
        String one = "$remote_addr $http_x_team $status";
        assertThat(decode(one, "10.0.0.1 the red team 200")).containsEntry("http_x_team", "the red team");
        String two = "$remote_addr $http_x_team $geoip_city $status";
        assertThat(decode(two, "10.0.0.1 red Rome 200"))
                .containsEntry("http_x_team", "red")
                .containsEntry("geoip_city", "Rome");
        assertThat(result(two, "10.0.0.1 red New York 200")).isEqualTo("not_access_log");
    }

    @Test
    void numbers_of_several_upstreams_are_text_and_do_not_move_what_follows() {
        String format =
                "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" "
                        + "\"$http_user_agent\" $request_length $request_time [$proxy_upstream_name] "
                        + "[$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length "
                        + "$upstream_response_time $upstream_status $req_id";
        String start = "10.0.0.1 - - " + TIME + " \"GET / HTTP/1.1\" 502 0 \"-\" \"curl\" 77 1.003 [shop-web-80] [] ";
        assertThat(decode(format, start + "10.1.0.4:80 5 0.004 200 0c1b"))
                .containsEntry("proxy_upstream_name", "shop-web-80")
                .containsEntry("proxy_alternative_upstream_name", "")
                .containsEntry("upstream_addr", "10.1.0.4:80")
                .containsEntry("upstream_response_time", "0.004")
                .containsEntry("req_id", "0c1b");
        assertThat(
                        decode(
                                format,
                                start
                                        + "10.1.0.4:80, 10.1.0.5:80 : unix:/run/x 0, 0 : 17 0.001, 0.002 : - 502, 502 : 200 0c1b"))
                .containsEntry("upstream_addr", "10.1.0.4:80, 10.1.0.5:80 : unix:/run/x")
                .containsEntry("upstream_response_length", "0, 0 : 17")
                .containsEntry("upstream_response_time", "0.001, 0.002 : -")
                .containsEntry("upstream_status", "502, 502 : 200")
                .containsEntry("req_id", "0c1b");
        assertThat(decode(format, start + "- - - - 0c1b"))
                .containsEntry("upstream_addr", null)
                .containsEntry("upstream_status", null);
    }

    @Test
    void requests_of_bots_and_odd_characters_are_data() {
        assertThat(decode(MAIN, MAIN_LINE.replace("GET / HTTP/2.0", "")))
                .containsEntry("request", "")
                .containsEntry("method", null);
        assertThat(decode(MAIN, MAIN_LINE.replace("GET / HTTP/2.0", "\\x16\\x03\\x01 \\x22\\\\")))
                .containsEntry("request", "\u0016\u0003\u0001 \"\\")
                .containsEntry("method", null);
        assertThat(decode(MAIN, MAIN_LINE.replace("GET / HTTP/2.0", "GET /\"a\" b HTTP/1.1")))
                .containsEntry("url", "/\"a\" b");
        assertThat(decode(MAIN, MAIN_LINE.replace("Mozilla/5.0", "a \\\"b\\\" c\\")))
                .containsEntry("user_agent", "a \"b\" c\\");
        assertThat(decode(MAIN, MAIN_LINE.replace("203.0.113.9", "unix:"))).containsEntry("ip", "unix:");
        assertThat(decode(MAIN, MAIN_LINE.replace("203.0.113.9", "fe80::1%eth0")))
                .containsEntry("ip", "fe80::1%eth0");
        assertThat(decode(MAIN, MAIN_LINE.replace("- - [", "- john doe [").replace("905", "-")))
                .containsEntry("user", "john doe")
                .containsEntry("size", null);
    }

    @Test
    void the_escape_of_the_directive_says_what_backslashes_are() {
        String agents = " '$remote_addr \"$http_user_agent\"';";
        String line = "::1 \"a \\u0007\\n\\x41\\\\\"";
        assertThat(decode("log_format j escape=json" + agents, line)).containsEntry("user_agent", "a \u0007\nA\\");
        assertThat(decode("log_format j" + agents, line)).containsEntry("user_agent", "a \\u0007\nA\\");
        assertThat(decode("log_format j escape=none" + agents, "::1 \"a \\x41 \"b\" \\\\\""))
                .containsEntry("user_agent", "a \\x41 \"b\" \\\\");
    }

    @Test
    void times_are_read_as_they_are_written() {
        assertThat(decode("$time_iso8601 $status", "2015-05-17T12:05:03+02:00 200"))
                .containsEntry("time", Instant.parse("2015-05-17T10:05:03Z"));
        assertThat(decode("$msec|$status", "1431857103.267|200"))
                .containsEntry("time", Instant.parse("2015-05-17T10:05:03.267Z"));
        assertThat(decode("[$time_local] $status", "[32/May/2015:10:05:03 +0000] 200"))
                .containsEntry("time", Decoded.BAD);
    }

    private static Problem problem(String format) {
        assertThat(problems(format)).as(format).hasSize(1);
        return problems(format).get(0);
    }

    private static List<Problem> problems(String format) {
        return new NginxFormat().check(options(format), Place.NOWHERE);
    }

    private static List<Field> fields(String format) {
        return new NginxFormat().fields(options(format));
    }

    private static Options options(String format) {
        return new Options(Map.of("log_format", format));
    }

    private static Object result(String format, String line) {
        return Decoded.of(
                new NginxFormat().decoder(options(format), fields(format), new Format.Settings(ZoneOffset.UTC, 64)),
                fields(format),
                line);
    }

    @SuppressWarnings("unchecked") // a decoded record is a map by name
    private static Map<String, Object> decode(String format, String line) {
        Object result = result(format, line);
        assertThat(result).as(line).isInstanceOf(Map.class);
        return (Map<String, Object>) result;
    }
}
