package io.nilometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.cli.test.TestResult;
import io.nilometer.core.pipeline.PipelineTest;
import io.nilometer.core.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access logs as people have them, from the pipeline file to the rows, on both engines. */
class AccessLogPipelinesTest {

    private static final List<EngineChoice> ENGINES =
            List.of(EngineChoice.EMBEDDED, new EngineChoice(EngineChoice.Name.SPARK, Optional.of("local[2]")));

    @TempDir
    Path folder = Path.of("");

    private final House house = new House();

    @Test
    void the_example_of_the_page_on_formats_passes_its_tests() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "access-logs.md"));
        Matcher block = Pattern.compile("(?ms)^```yaml\\n(name: access-logs\\n.*?)^```$")
                .matcher(page);

        assertThat(block.find()).isTrue();
        passes(block.group(1));
    }

    /** Debian's vhost_combined, also with mod_logio behind it and with a name as client. */
    @Test
    void lines_with_a_virtual_host_count_for_their_client() throws IOException {
        for (String format : List.of("apache", "nginx", "{apache: {log_format: vhost_combined}}")) {
            passes("""
                    name: vhost
                    streams:
                      requests:
                        source: stdin
                        format: FORMAT
                        time: {field: time, lateness: 1h}
                    metrics:
                      clients:
                        by: [vhost, port, ip, user]
                        window: 1d
                        select: {n: count(*), bytes: sum(size)}
                    outputs:
                      o: {console: {}, from: [clients]}
                    tests:
                      - name: the client is behind the virtual host
                        feed:
                          - requests:
                              - 'localhost:80 203.0.113.4 - - [11/Apr/2019:14:52:52 -0400] "GET / HTTP/1.1" 403 4897 "-" "curl/7.29.0"'
                              - 'www.example:443 ::1 - joe [11/Apr/2019:14:52:53 -0400] "GET /a HTTP/1.1" 200 3 "-" "curl/7.29.0"'
                              - '[2001:db8::1]:443 client.example.net - - [11/Apr/2019:14:52:54 -0400] "GET /b HTTP/1.1" 200 4 "-" "-"'
                              - 'www.example:443 203.0.113.4, 10.0.0.1 - - [11/Apr/2019:14:52:55 -0400] "GET /c HTTP/1.1" 200 5 "-" "-"'
                        expect:
                          clients:
                            - {vhost: localhost, port: 80, ip: 203.0.113.4, user: null, n: 1, bytes: 4897}
                            - {vhost: www.example, port: 443, ip: "::1", user: joe, n: 1, bytes: 3}
                            - {vhost: "[2001:db8::1]", port: 443, ip: client.example.net, user: null, n: 1, bytes: 4}
                          ledger: {requests: {read: 4, used: 3, rejected: 1, reasons: {not_access_log: 1}}}
                    """.replace("FORMAT", format));
        }
    }

    /** goaccess#1270: an unquoted list with blanks, and a port that is empty on a unix socket. */
    @Test
    void types_cut_lines_whose_blanks_do_not() throws IOException {
        passes("""
                name: unquoted
                streams:
                  requests:
                    source: stdin
                    format:
                      nginx:
                        log_format: '[$time_local] $msec $host $server_port $proxy_add_x_forwarded_for $remote_user $status $pipe $request_time $request_length $bytes_sent $gzip_ratio "$request" "$http_user_agent" "$http_referer" "$http_cookie"'
                    schema: {time: timestamp, host: string, server_port: string, proxy_add_x_forwarded_for: string, user: string, status: int, request_time: double, bytes_sent: bigint}
                    time: {field: time, lateness: 1h}
                metrics:
                  fields:
                    by: [host, server_port, proxy_add_x_forwarded_for, user, status, request_time]
                    window: 1d
                    select: {n: count(*), bytes: sum(bytes_sent)}
                outputs:
                  o: {console: {}, from: [fields]}
                tests:
                  - name: two blanks are an empty column, others belong to a list
                    feed:
                      - requests:
                          - '[14/Oct/2018:06:25:11 -0700] 1539523511.267 bop.example  203.0.113.5, unix: - 302 . 0.178 977 682 - "POST /foo/login/?next=/foo/ HTTP/1.0" "Mozilla/5.0 (Windows NT 10.0)" "https://bop.example/" "c=abc; s=\\x22Boston:123\\x22"'
                          - '[14/Oct/2018:06:25:13 -0700] 1539523513.001 bop.example 443 203.0.113.5, 198.51.100.1 ann lee 200 . 0.020 977 100 - "GET / HTTP/1.0" "Mozilla/5.0 (Windows NT 10.0)" "-" "-"'
                          - '[14/Oct/2018:06:25:13 -0700] 1539523513.001 443 bop.example 203.0.113.5 - 200 . 0.020 977 100 - "GET / HTTP/1.0" "x" "-" "-"'
                    expect:
                      fields:
                        - {host: bop.example, server_port: "", proxy_add_x_forwarded_for: "203.0.113.5, unix:", user: null, status: 302, request_time: 0.178, n: 1, bytes: 682}
                        - {host: bop.example, server_port: "443", proxy_add_x_forwarded_for: "203.0.113.5, 198.51.100.1", user: ann lee, status: 200, request_time: 0.02, n: 1, bytes: 100}
                      ledger: {requests: {read: 3, used: 2, rejected: 1}}
                """);
    }

    @Test
    void a_log_format_that_can_not_be_read_is_told_at_its_place() throws IOException {
        String pipeline = """
                name: wrong
                streams:
                  requests:
                    source: stdin
                    format:
                      apache: {log_format: '%h %{%H:%M:%S}t "%r" %>s'}
                    time: {field: time}
                metrics:
                  n: {window: 1m, select: {n: count(*)}}
                outputs:
                  o: {console: {}, from: [n]}
                """;

        assertThat(house.check(written(pipeline), Map.of(), Workshop.Variables.OPTIONAL)
                        .problems())
                .filteredOn(problem -> problem.code().equals("apache-log-format"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains("without year, month, day");
                    assertThat(problem.place().line()).isEqualTo(6);
                });
    }

    private void passes(String pipeline) throws IOException {
        Program program = house.check(written(pipeline), Map.of(), Workshop.Variables.OPTIONAL)
                .program()
                .orElseThrow();
        assertThat(program.pipeline().tests()).isNotEmpty();
        for (EngineChoice engine : ENGINES) {
            for (PipelineTest test : program.pipeline().tests()) {
                TestResult result = house.tests(engine).run(program, test);
                assertThat(result.failures()).as(engine + ": " + test.name()).isEmpty();
            }
        }
    }

    private Path written(String pipeline) throws IOException {
        return Files.writeString(folder.resolve("pipeline.yaml"), pipeline);
    }
}
