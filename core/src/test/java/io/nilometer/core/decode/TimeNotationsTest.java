package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.util.SparkDateTimeUtils$;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Option;

/** The notations are those of the page, in every format. */
class TimeNotationsTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| (?:`(\\d{4}-[^`]+Z)` )?");
    private static final Field TIME = Field.of("t", Simple.TIMESTAMP);
    private static final Field DAY = new Field("d", Simple.DATE, List.of("t"), null);
    private static final List<Field> FIELDS = List.of(TIME, DAY);

    private static final Decoder JSON = decoder(new JsonFormat(), Map.of());
    private static final Decoder CSV = decoder(new CsvFormat(), Map.of("columns", List.of("t", "x")));
    private static final Decoder LOGFMT = decoder(new LogfmtFormat(), Map.of());
    private static final Decoder REGEX = decoder(new RegexFormat(), Map.of("pattern", "^<(?P<t>[^>]*)>$"));

    /** A row of the page. */
    record Written(String text, Instant time) {}

    static Stream<Written> page() throws IOException {
        String page = Files.readString(Path.of("../docs/time.md"));
        List<Written> rows = page.substring(page.indexOf("## Notations of time"))
                .lines()
                .map(ROW::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(row -> new Written(row.group(1), row.group(2) == null ? null : Instant.parse(row.group(2))))
                .toList();
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(rows).filteredOn(row -> row.time == null).hasSizeGreaterThan(10);
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("page")
    void a_time_is_what_the_page_says_in_every_format(Written written) {
        Object expected = written.time == null ? Decoded.BAD : written.time;
        assertThat(time(JSON, "{\"t\":\"" + written.text + "\"}")).isEqualTo(expected);
        assertThat(time(JSON, "{\"t\":\"  " + written.text + "\\t\"}")).isEqualTo(expected);
        assertThat(time(CSV, "\"" + written.text + "\",x")).isEqualTo(expected);
        assertThat(time(LOGFMT, "t=\"" + written.text + "\"")).isEqualTo(expected);
        assertThat(time(REGEX, "<" + written.text + ">")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2019-10-08T23:17:05-05:00      | 2019-10-08
            2019-1-8                       | 2019-01-08
            2019/10/08                     | 2019-10-08
            08/Oct/2019:23:17:07 -0500     | 2019-10-08
            Tue, 08 Oct 2019 23:17:08 -0500 | 2019-10-08
            20191008T231709-05             | 2019-10-08
            """)
    void a_date_is_the_day_as_it_is_written(String text, LocalDate day) {
        assertThat(fields(JSON, "{\"t\":\"" + text + "\"}")).containsEntry("d", day);
    }

    @Test
    void what_a_cast_takes_is_taken_and_means_the_same() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("notations: -Dseed=" + seed);
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of("America/New_York");
        TimeNotations notations = new TimeNotations(zone);
        Timestamps timestamps = new Timestamps(zone);
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            String text = random.nextInt(4) == 0 ? mutated(random) : written(random);
            Option<Object> cast = SparkDateTimeUtils$.MODULE$.stringToTimestamp(UTF8String.fromString(text), zone);
            if (cast.isEmpty() || !text.equals(text.strip()) || Timestamps.inRange((Long) cast.get()) < 0) {
                continue;
            }
            taken++;
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (timestamps.written(bytes, 0, bytes.length) != (Long) cast.get()
                    || notations.micros(bytes, 0, bytes.length) != (Long) cast.get()) {
                assertThat(Instant.EPOCH.plus(timestamps.written(bytes, 0, bytes.length), ChronoUnit.MICROS))
                        .as(text)
                        .isEqualTo(Instant.EPOCH.plus((Long) cast.get(), ChronoUnit.MICROS));
            }
        }
        assertThat(taken).isGreaterThan(50_000);
    }

    private static final String[] ZONES = {
        "",
        "",
        "Z",
        " Z",
        "+02",
        "-0230",
        "+02:30",
        " +2",
        "+1:30",
        " UTC",
        " GMT",
        " UT",
        " Europe/Berlin",
        " PST",
        " BST",
        " CET",
        "UTC+3",
        " GMT-03:30",
        " EST5EDT",
        " Etc/GMT-2",
        " +02:30:10",
        " CEST",
        "Zulu",
        " Japan"
    };

    private static String written(Random random) {
        int parts = random.nextInt(10);
        String text = random.nextInt(20) == 0 ? "+" : "";
        text += 1971 + random.nextInt(128);
        text += "-" + two(random, 1, 12);
        if (parts == 0) {
            return text;
        }
        text += "-" + two(random, 1, 31);
        if (parts == 1) {
            return text;
        }
        text += (random.nextBoolean() ? "T" : " ") + two(random, 0, 23);
        if (parts == 2) {
            return text;
        }
        text += ":" + two(random, 0, 59);
        if (parts == 3) {
            return text;
        }
        text += ":" + two(random, 0, 59);
        if (parts > 5) {
            text += "." + String.valueOf(random.nextLong(1, Long.MAX_VALUE)).substring(0, random.nextInt(2));
            text += random.nextInt(2) == 0 ? random.nextLong(1, 1_000_000_000_000L) : "";
        }
        return text + ZONES[random.nextInt(ZONES.length)];
    }

    private static String two(Random random, int from, int to) {
        int value = random.nextInt(from, to + 1);
        return value < 10 && random.nextBoolean() ? "0" + value : String.valueOf(value);
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(written(random));
        text.setCharAt(random.nextInt(text.length()), "0123456789-:. +TZ".charAt(random.nextInt(17)));
        return text.toString();
    }

    private static Object time(Decoder decoder, String record) {
        return fields(decoder, record).get("t");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(Decoder decoder, String record) {
        Object decoded = Decoded.of(decoder, FIELDS, record);
        assertThat(decoded).as(record).isInstanceOf(Map.class);
        return (Map<String, Object>) decoded;
    }

    private static Decoder decoder(Format format, Map<String, Object> options) {
        return format.decoder(new Options(options), FIELDS, new Format.Settings(ZoneOffset.UTC, 64, List.of("t", "x")));
    }
}
