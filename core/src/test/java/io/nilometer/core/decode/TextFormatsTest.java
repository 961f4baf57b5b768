package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextFormatsTest {

    private static final Format.Settings SETTINGS = new Format.Settings(ZoneOffset.UTC, 64, List.of("a", "n", "c"));
    private static final List<Field> ABC =
            List.of(Field.of("a", Simple.STRING), Field.of("n", Simple.INT), Field.of("c", Simple.STRING));

    @Test
    void csv_reads_cells_with_and_without_quotes() {
        assertThat(csv(Map.of(), "x,1,y z")).isEqualTo(row("x", 1L, "y z"));
        assertThat(csv(Map.of(), "\"x,\"\"y\"\"\",\"1\",\"\"\r")).isEqualTo(row("x,\"y\"", 1L, ""));
        assertThat(csv(Map.of(), ",,")).isEqualTo(row(null, null, null));
        assertThat(csv(Map.of(), " x,abc,a\"b")).isEqualTo(row(" x", Decoded.BAD, "a\"b"));
        assertThat(csv(Map.of("delimiter", ";", "quote", "'", "escape", "\\", "null", "NULL"), "'a\\'\\\\b';NULL;"))
                .isEqualTo(row("a'\\b", null, ""));
        assertThat(csv(Map.of("quote", ""), "\"x,1,y")).isEqualTo(row("\"x", 1L, "y"));
    }

    @Test
    void csv_rejects_what_has_other_columns_or_open_quotes() {
        assertThat(csv(Map.of(), "x,1")).isEqualTo("wrong_columns");
        assertThat(csv(Map.of(), "x,1,y,")).isEqualTo("wrong_columns");
        assertThat(csv(Map.of(), "\"x,1,y")).isEqualTo("not_csv");
        assertThat(csv(Map.of(), "\"x\"x,1,y")).isEqualTo("not_csv");
        assertThat(csv(Map.of(), "")).isEqualTo("empty");
    }

    @Test
    void csv_knows_its_header_and_its_columns() {
        assertThat(csv(Map.of("header", CsvLines.Headers.TRUE), "a,1,c")).isEqualTo("no_header");
        assertThat(csv(Map.of("columns", List.of("c", "other", "n")), "y,x,1")).isEqualTo(row(null, 1L, "y"));
        assertThatThrownBy(
                        () -> new CsvFormat().decoder(options(Map.of()), ABC, new Format.Settings(ZoneOffset.UTC, 64)))
                .isInstanceOf(NilometerException.class);
        assertThat(new CsvFormat().check(options(Map.of("delimiter", "::")), Place.NOWHERE))
                .hasSize(1);
        assertThat(new CsvFormat().check(options(Map.of("delimiter", "\"")), Place.NOWHERE))
                .hasSize(1);
        assertThat(new CsvFormat().check(options(Map.of("columns", List.of("a", "a"))), Place.NOWHERE))
                .hasSize(1);
        assertThat(new CsvFormat().check(options(Map.of("delimiter", ";", "quote", "")), Place.NOWHERE))
                .isEmpty();
    }

    @Test
    void logfmt_reads_pairs_quotes_and_flags() {
        Format format = new LogfmtFormat();
        assertThat(decode(format, Map.of(), ABC, "at=info a=x n=7 c=\"say \\\"hi\\\"\\n\\ud83d\\ude00\""))
                .isEqualTo(row("x", 7L, "say \"hi\"\n😀"));
        assertThat(decode(format, Map.of(), ABC, "a n= c=")).isEqualTo(row("true", null, ""));
        assertThat(decode(format, Map.of(), ABC, "a=1 a=2")).isEqualTo(row("2", null, null));
        assertThat(decode(format, Map.of(), ABC, "hello world")).isEqualTo("not_logfmt");
        assertThat(decode(format, Map.of(), ABC, "a=\"open")).isEqualTo("not_logfmt");
        assertThat(decode(format, Map.of(), ABC, "a=\"x\"y")).isEqualTo("not_logfmt");
        assertThat(decode(format, Map.of(), ABC, "=x")).isEqualTo("not_logfmt");
        assertThat(decode(format, Map.of(), ABC, "  ")).isEqualTo("empty");
        List<Field> typed = List.of(
                Field.of("t", Simple.TIMESTAMP),
                Field.of("flag", Simple.BOOLEAN),
                Field.of("l", new FieldType.Array(Simple.INT)),
                new Field("nested", Simple.DOUBLE, List.of("http", "time"), null));
        assertThat(decode(format, Map.of(), typed, "t=2026-01-01T00:00:00Z flag l=[1,2] http.time=0.5"))
                .isEqualTo(Map.of(
                        "t", Instant.parse("2026-01-01T00:00:00Z"), "flag", true, "l", List.of(1L, 2L), "nested", 0.5));
    }

    @Test
    void nginx_reads_its_combined_format_and_those_of_its_configuration() {
        Format format = new NginxFormat();
        assertThat(named(decode(
                        format,
                        Map.of(),
                        format.fields(options(Map.of())),
                        "10.0.0.1 - bob [17/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl\"")))
                .containsEntry("ip", "10.0.0.1")
                .containsEntry("user", "bob")
                .containsEntry("size", 12L)
                .containsEntry("referrer", null);
        Map<String, Object> own = Map.of(
                "log_format",
                "[$time_local] $remote_addr \"$request\" $status ${request_time}s \"$http_x_forwarded_for\" $msec");
        List<Field> fields = format.fields(options(own));
        assertThat(fields)
                .extracting(Field::name)
                .containsExactly(
                        "time",
                        "ip",
                        "request",
                        "method",
                        "url",
                        "protocol",
                        "status",
                        "request_time",
                        "http_x_forwarded_for",
                        "msec");
        assertThat(named(decode(
                        format,
                        own,
                        fields,
                        "[17/May/2015:10:05:03 +0000] ::1 \"GET /a b HTTP/2.0\" 200 0.25s \"a, \\x22b\" 1431857103.5")))
                .containsEntry("time", Instant.parse("2015-05-17T10:05:03Z"))
                .containsEntry("url", "/a b")
                .containsEntry("request_time", 0.25)
                .containsEntry("http_x_forwarded_for", "a, \"b")
                .containsEntry("msec", Instant.parse("2015-05-17T10:05:03.5Z"));
        assertThat(decode(format, own, fields, "[17/May/2015:10:05:03 +0000] ::1"))
                .isEqualTo("not_access_log");
        assertThat(format.check(options(own), Place.NOWHERE)).isEmpty();
        for (String wrong : List.of("", "$", "${status", "$a$b", "$request $method", "no variables")) {
            assertThat(format.check(options(Map.of("log_format", wrong)), Place.NOWHERE))
                    .as(wrong)
                    .hasSize(1);
        }
    }

    @Test
    void syslog_reads_the_new_form() {
        Map<String, Object> record = named(syslog(
                Map.of(),
                "<165>1 2003-10-11T22:14:15.003Z host.example.com evntslog - ID47 "
                        + "[a@1 iut=\"3\" t=\"x \\\"y\\] \\\\z\"][b@2] \uFEFFAn event"));
        assertThat(record)
                .containsEntry("priority", 165L)
                .containsEntry("facility", 20L)
                .containsEntry("severity", 5L)
                .containsEntry("timestamp", Instant.parse("2003-10-11T22:14:15.003Z"))
                .containsEntry("host", "host.example.com")
                .containsEntry("app", "evntslog")
                .containsEntry("pid", null)
                .containsEntry("msgid", "ID47")
                .containsEntry("message", "An event")
                .containsEntry("structured_data", Map.of("a@1.iut", "3", "a@1.t", "x \"y] \\z", "b@2", ""));
        assertThat(named(syslog(Map.of(), "<0>1 - - - - - -")))
                .containsEntry("priority", 0L)
                .containsEntry("message", null);
        for (String wrong : List.of(
                "<165>1 - - - - -",
                "<165>1 - - - - - [a",
                "<165>1 - - - - - [a x=\"1]",
                "<192>1 - - - - - -",
                "<x>1 - - - - - -",
                "<1")) {
            assertThat(syslog(Map.of(), wrong)).as(wrong).isEqualTo("not_syslog");
        }
    }

    @Test
    void syslog_reads_the_old_form_with_a_year_that_is_told() {
        String line = "<34>Oct  1 22:14:15 mymachine su[42]: 'su root' failed";
        assertThat(named(syslog(Map.of("year", 2025L), line)))
                .containsEntry("timestamp", Instant.parse("2025-10-01T22:14:15Z"))
                .containsEntry("host", "mymachine")
                .containsEntry("app", "su")
                .containsEntry("pid", "42")
                .containsEntry("message", "'su root' failed");
        assertThat(named(syslog(Map.of(), line))).containsEntry("severity", 2L);
        assertThat(named(syslog(Map.of("year", 2025L), "Feb 29 00:00:00 h kernel: x")))
                .containsEntry("timestamp", Decoded.BAD)
                .containsEntry("priority", null);
        assertThat(named(syslog(Map.of(), "2026-01-01T00:00:00+01:00 h no tag here")))
                .containsEntry("timestamp", Instant.parse("2025-12-31T23:00:00Z"))
                .containsEntry("app", null)
                .containsEntry("message", "no tag here");
        assertThat(syslog(Map.of(), "hello world")).isEqualTo("not_syslog");
    }

    @Test
    void regex_gives_its_named_groups() {
        Format format = new RegexFormat();
        Map<String, Object> options = Map.of("pattern", "^(?P<a>\\w+)(?: (?P<n>\\d+))? (?P<c>.*)$");
        assertThat(format.fields(options(options))).extracting(Field::name).containsExactly("a", "n", "c");
        assertThat(decode(format, options, ABC, "x 12 é!")).isEqualTo(row("x", 12L, "é!"));
        assertThat(decode(format, options, ABC, "x é!")).isEqualTo(row("x", null, "é!"));
        assertThat(decode(format, options, ABC, "")).isEqualTo("no_match");
        assertThat(format.check(options(options), Place.NOWHERE)).isEmpty();
        assertThat(format.check(options(Map.of("pattern", "(")), Place.NOWHERE)).hasSize(1);
        assertThat(format.check(options(Map.of("pattern", "(\\d+)")), Place.NOWHERE))
                .hasSize(1);
    }

    @Test
    void text_is_the_record_and_never_invalid() {
        Format format = new TextFormat();
        List<Field> fields = format.fields(options(Map.of()));
        assertThat(decode(format, Map.of(), fields, "an ERROR\r")).isEqualTo(Map.of("value", "an ERROR"));
        assertThat(decode(format, Map.of(), fields, "")).isEqualTo(Map.of("value", ""));
        Decoder decoder = format.decoder(options(Map.of()), fields, SETTINGS);
        assertThat(Decoded.of(decoder, fields, new byte[] {'a', (byte) 0xFF, 'b'}))
                .isEqualTo(Map.of("value", "a\uFFFDb"));
    }

    private static Object csv(Map<String, Object> options, String record) {
        return decode(new CsvFormat(), options, ABC, record);
    }

    private static Object syslog(Map<String, Object> options, String record) {
        Format format = new SyslogFormat();
        return decode(format, options, format.fields(options(options)), record);
    }

    private static Object decode(Format format, Map<String, Object> options, List<Field> fields, String record) {
        return Decoded.of(format.decoder(options(options), fields, SETTINGS), fields, record);
    }

    private static Options options(Map<String, Object> values) {
        return new Options(values);
    }

    @SuppressWarnings("unchecked") // a decoded record is a map by name
    private static Map<String, Object> named(Object decoded) {
        return (Map<String, Object>) decoded;
    }

    private static Map<String, Object> row(Object a, Object n, Object c) {
        Map<String, Object> row = new java.util.HashMap<>();
        row.put("a", a);
        row.put("n", n);
        row.put("c", c);
        return row;
    }
}
