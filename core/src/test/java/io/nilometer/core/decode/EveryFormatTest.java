package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import io.nilometer.core.component.Components;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every format promises: it never throws, forgets what came before, and takes linear time. */
class EveryFormatTest {

    private static final int RECORDS = 40_000;
    private static final Map<String, Map<String, Object>> OPTIONS = Map.of(
            "csv", Map.of("columns", List.of("a", "n", "t", "l", "m", "s"), "header", true),
            "nginx",
                    Map.of(
                            "log_format",
                            "$remote_addr [$time_local] \"$request\" $status $body_bytes_sent ${request_time}ms"),
            "syslog", Map.of("year", 2026L),
            "regex", Map.of("pattern", "(?P<a>\\w+) (?P<n>\\d+) (?P<t>\\S*)"));
    private static final List<String> SAMPLES = List.of(
            JsonCorpus.EVENT,
            "{\"a\":\"x\",\"n\":1,\"t\":\"2026-01-01T00:00:00Z\",\"l\":[1,2],\"m\":{\"k\":1.5},\"s\":\"\\ud83d\\ude00é\"}",
            "x,1,2026-01-01,\"[1,\"\"2\"\"]\",\"{\"\"k\"\":1}\",é",
            "a,n,t,l,m,s",
            "a=x n=1 t=2026-01-01T00:00 l=[1] m=\"{\\\"k\\\":1}\" s=\"é \\u00e9\" flag",
            "10.0.0.1 - bob [17/May/2015:10:05:03 +0000] \"GET /a\\\"b c\\x41 HTTP/1.1\" 200 12 \"http://r\" \"Mozilla \\\"5.0\\\" \\\\\"",
            "10.0.0.1 [17/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 12 0.5ms",
            "<165>1 2003-10-11T22:14:15.003Z host app 12 ID47 [a@1 iut=\"3\" t=\"x \\\"y\\]\"][b@2] message",
            "<34>Oct 11 22:14:15 mymachine su[42]: 'su root' failed",
            "word 12 rest");

    @Test
    void all_eight_are_found() {
        assertThat(Components.load().formats().keySet())
                .contains("json", "csv", "logfmt", "apache", "nginx", "syslog", "regex", "text");
        Components.load()
                .formats()
                .forEach((name, format) -> assertThat(format.spec().name()).isEqualTo(name));
    }

    @Test
    void never_throws_and_forgets_what_came_before() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("formats: -Dseed=" + seed);
        List<byte[]> samples = SAMPLES.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        Components.load().formats().forEach((name, format) -> {
            List<Field> fields = fields(format, name);
            Decoder used = decoder(format, name, fields);
            Random random = new Random(seed);
            Decoder fresh = decoder(format, name, fields);
            for (int i = 0; i < RECORDS; i++) {
                byte[] record = random.nextInt(10) == 0
                        ? noise(random)
                        : JsonScannerAndStrictParserTest.mutated(samples, random);
                Object first = Decoded.of(used, fields, record);
                Object second = Decoded.of(used, fields, record);
                if (i % 50 == 0) {
                    fresh = decoder(format, name, fields);
                }
                Object alone = Decoded.of(fresh, fields, record);
                if (!first.equals(second) || !first.equals(alone)) {
                    assertThat(List.of(second, alone))
                            .as(name + ": " + new String(record, StandardCharsets.ISO_8859_1))
                            .containsOnly(first);
                }
            }
        });
    }

    @Test
    void takes_linear_time_on_hostile_records() {
        int size = 1 << 20;
        List<String> hostile = List.of(
                "\"", "\\", "\\\"", " ", "a", "a ", "a=", "a=\"", "[", " [", "] \"", "\" 2", "\" 200 ", ",", "\",", "<",
                "1", "-", "{\"a\":", "é", "\\u", "[a b=\"");
        Components.load().formats().forEach((name, format) -> {
            List<Field> fields = fields(format, name);
            Decoder decoder = decoder(format, name, fields);
            for (String piece : hostile) {
                for (String start :
                        List.of("", "h - - [17/May/2015:10:05:03 +0000] \"", "<1>1 - - - - - [a b=\"", "a=\"", "\"")) {
                    byte[] record = (start + piece.repeat(size / piece.length())).getBytes(StandardCharsets.UTF_8);
                    long begin = System.nanoTime();
                    Decoded.of(decoder, fields, record);
                    assertThat(System.nanoTime() - begin)
                            .as(name + " of " + start + piece)
                            .isLessThan(30_000_000_000L);
                }
            }
        });
    }

    private static byte[] noise(Random random) {
        byte[] record = new byte[random.nextInt(200)];
        random.nextBytes(record);
        return record;
    }

    /** The format's own fields, and some of every kind. */
    private static List<Field> fields(Format format, String name) {
        List<Field> fields = new ArrayList<>(List.of(
                Field.of("a", Simple.STRING),
                Field.of("n", Simple.INT),
                Field.of("t", Simple.TIMESTAMP),
                Field.of("l", new FieldType.Array(Simple.LONG)),
                Field.of("m", new FieldType.Mapping(Simple.STRING, Simple.DOUBLE)),
                Field.of("s", Simple.STRING),
                new Field("n_decimal", new FieldType.Decimal(5, 1), List.of("n"), null)));
        format.fields(options(name)).forEach(own -> {
            if (fields.stream().noneMatch(field -> field.name().equals(own.name()))) {
                fields.add(own);
                fields.add(new Field(own.name() + "_binary", Simple.BINARY, own.path(), null));
            }
        });
        return fields;
    }

    private static Decoder decoder(Format format, String name, List<Field> fields) {
        return format.decoder(options(name), fields, new Format.Settings(ZoneId.of("Europe/Berlin"), 64));
    }

    private static Options options(String name) {
        return new Options(OPTIONS.getOrDefault(name, Map.of()));
    }
}
