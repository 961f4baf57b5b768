package io.nilometer.core.compile;

import static io.nilometer.core.compile.TestPipeline.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.RecordGenerator;
import io.nilometer.core.pipeline.Demo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoCompilerTest {

    private static final long SECOND = 1_000_000;

    private static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }

    private static RecordGenerator generator(TestPipeline p, Demo demo) {
        return DemoCompiler.generator(p.demo(demo).build(), "logs");
    }

    @Test
    void writes_fields_as_json() {
        TestPipeline p = pipeline();
        RecordGenerator generator = generator(
                p,
                new Demo(
                        "logs",
                        p.place(),
                        500,
                        7,
                        p.columns(
                                "timestamp",
                                "now",
                                "service",
                                "element_at(array('api', 'web'), 1 + cast(n % 2 as int))",
                                "day",
                                "current_date()",
                                "tags",
                                "array(service, 'x')",
                                "nested",
                                "named_struct('a', n, 'b', cast(null as int))",
                                "price",
                                "cast(1.5 as decimal(4,2))",
                                "none",
                                "null"),
                        Optional.empty(),
                        List.of()));
        assertThat(generator.rate()).isEqualTo(500);
        assertThat(text(generator.record(3, 0, 1_234_567)))
                .isEqualTo(
                        "{\"timestamp\":\"1970-01-01T00:00:01.234567Z\",\"service\":\"web\","
                                + "\"day\":\"1970-01-01\",\"tags\":[\"web\",\"x\"],\"nested\":{\"a\":3,\"b\":null},\"price\":1.50,\"none\":null}");
    }

    @Test
    void chance_repeats_itself_and_differs_from_place_to_place() {
        TestPipeline p = pipeline();
        Demo demo = new Demo(
                "logs",
                p.place(),
                1,
                7,
                p.columns("a", "rand()", "b", "rand()", "c", "uuid()", "d", "randn()", "e", "round(rand() * 100)"),
                Optional.empty(),
                List.of());
        RecordGenerator one = generator(p, demo);
        RecordGenerator other = generator(p, demo);
        assertThat(text(one.record(5, 0, 9)))
                .isEqualTo(text(other.record(5, 0, 9)))
                .isNotEqualTo(text(one.record(6, 0, 9)));
        String record = text(one.record(5, 0, 9));
        assertThat(record.replaceAll(".*\"a\":([^,]*).*", "$1"))
                .isNotEqualTo(record.replaceAll(".*\"b\":([^,]*).*", "$1"));
        double sum = 0;
        for (int n = 0; n < 1000; n++) {
            sum += Double.parseDouble(text(one.record(n, 0, 0)).replaceAll(".*\"a\":([^,]*).*", "$1"));
        }
        assertThat(sum / 1000).isBetween(0.45, 0.55);
    }

    @Test
    void incidents_come_and_go() {
        TestPipeline p = pipeline();
        Demo.Incident incident = new Demo.Incident(
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(p.sql("service = 'pay'")),
                p.columns("status", "500"));
        RecordGenerator generator = generator(
                p,
                new Demo(
                        "logs",
                        p.place(),
                        1,
                        7,
                        p.columns("service", "if(n % 2 = 0, 'pay', 'api')", "status", "200"),
                        Optional.empty(),
                        List.of(incident)));
        long start = 1000 * SECOND;
        assertThat(text(generator.record(0, start, start + 59 * SECOND))).contains("200");
        assertThat(text(generator.record(0, start, start + 60 * SECOND))).contains("500");
        assertThat(text(generator.record(1, start, start + 60 * SECOND))).contains("200");
        assertThat(text(generator.record(0, start, start + 90 * SECOND))).contains("200");
        assertThat(text(generator.record(0, start, start + 361 * SECOND))).contains("500");
    }

    @Test
    void a_raw_record_is_one_text_and_an_incident_may_replace_it() {
        TestPipeline p = pipeline();
        Demo.Incident incident = new Demo.Incident(
                Duration.ofSeconds(40),
                Duration.ofSeconds(15),
                Optional.empty(),
                Optional.empty(),
                p.columns("raw", "'ERROR disk full'"));
        RecordGenerator generator = generator(
                p,
                new Demo(
                        "logs",
                        p.place(),
                        1,
                        7,
                        Map.of(),
                        Optional.of(p.sql("concat('line ', n, ' ', date_format(now, 'HH:mm:ss'))")),
                        List.of(incident)));
        assertThat(text(generator.record(3, 0, 5 * SECOND))).isEqualTo("line 3 00:00:05");
        assertThat(text(generator.record(3, 0, 41 * SECOND))).isEqualTo("ERROR disk full");
        assertThat(text(generator.record(3, 0, 400 * SECOND))).startsWith("line");
    }

    @Test
    void mistakes_are_told() {
        TestPipeline p = pipeline();
        Demo demo = new Demo(
                "logs",
                p.place(),
                1,
                7,
                p.columns("a", "nn + 1", "b", "shuffle(array(1, 2))"),
                Optional.empty(),
                List.of());
        assertThatThrownBy(() -> generator(p, demo))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("nn");
        assertThat(Compiler.compile(p.build(), TestFormat.components()).problems())
                .extracting(problem -> problem.code())
                .containsExactly("unknown-column", "refused-function");
    }
}
