package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogYearTest {

    private static final List<Field> TIMESTAMP = List.of(Field.of("timestamp", Simple.TIMESTAMP));
    private static final DateTimeFormatter BSD = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            Dec 31 23:59:59, 2021, -, 2026-01-01T00:00:00Z, 2021-12-31T23:59:59Z
            Jan  1 00:00:00, 2021, 2021-12-31T23:59:59Z, 2026-01-01T00:00:00Z, 2022-01-01T00:00:00Z
            Dec 31 23:59:59, 2021, 2022-01-01T00:00:01Z, 2026-01-01T00:00:00Z, 2021-12-31T23:59:59Z
            Dec  1 00:00:02, -, 2022-01-01T00:00:01Z, 2026-01-01T00:00:00Z, 2021-12-01T00:00:02Z
            Nov 30 23:59:59, -, 2022-01-01T00:00:01Z, 2026-01-01T00:00:00Z, 2022-11-30T23:59:59Z
            Dec 31 23:59:59, -, -, 2022-01-01T00:00:03Z, 2021-12-31T23:59:59Z
            Jan  1 00:00:00, -, -, 2022-01-01T00:00:03Z, 2022-01-01T00:00:00Z
            Jan  1 12:00:00, -, -, 2021-12-31T13:00:00Z, 2022-01-01T12:00:00Z
            Jan  1 14:00:00, -, -, 2021-12-31T13:00:00Z, 2021-01-01T14:00:00Z
            Feb 29 12:00:00, -, -, 2023-06-01T00:00:00Z, 2020-02-29T12:00:00Z
            Feb 29 12:00:00, -, 2023-12-20T00:00:00Z, 2026-06-01T00:00:00Z, 2024-02-29T12:00:00Z
            Feb 29 12:00:00, -, 2024-03-20T00:00:00Z, 2026-06-01T00:00:00Z, 2024-02-29T12:00:00Z
            Feb 29 12:00:00, -, 2022-03-20T00:00:00Z, 2026-06-01T00:00:00Z, <bad>
            Feb 29 12:00:00, 2021, -, 2026-06-01T00:00:00Z, <bad>
            Jan  1 00:00:10, -, 2021-07-05T00:00:00Z, 2021-07-05T00:00:01Z, 2021-01-01T00:00:10Z
            Jan  1 00:00:10, -, 2031-07-05T00:00:00Z, 2026-07-05T00:00:01Z, 2032-01-01T00:00:10Z
            """)
    void follows_the_clock_or_what_is_told_or_the_reference(
            String written, Long year, String clock, String reference, String expected) {
        Decoder decoder = decoder(year, ZoneOffset.UTC);
        decoder.reference(
                clock == null ? Decoder.NO_CLOCK : micros(Instant.parse(clock)), micros(Instant.parse(reference)));

        assertThat(read(decoder, written)).isEqualTo(expected);
    }

    @Test
    void is_found_again_over_ten_years_in_any_zone_and_with_records_out_of_order() {
        for (String name : List.of("UTC", "America/New_York", "Pacific/Auckland")) {
            ZoneId zone = ZoneId.of(name);
            Decoder decoder = decoder(2019L, zone);
            long seed = Long.getLong("seed", new Random().nextLong());
            System.out.println("years: -Dseed=" + seed);
            Random random = new Random(seed);
            LocalDateTime local = LocalDateTime.of(2019, 11, 1, 0, 0);
            long clock = Decoder.NO_CLOCK;
            while (local.getYear() < 2030) {
                LocalDateTime written = clock == Decoder.NO_CLOCK ? local : local.minusHours(random.nextInt(24 * 25));
                decoder.reference(clock, micros(Instant.parse("2040-01-01T00:00:00Z")));
                Instant expected = written.atZone(zone).toInstant();
                assertThat(read(decoder, BSD.format(written)))
                        .as("%s %s", zone, clock)
                        .isEqualTo(expected.toString());
                clock = Math.max(clock, micros(expected));
                local = local.plusHours(1 + random.nextInt(24 * 20));
            }
        }
    }

    @Test
    void is_not_asked_for_where_no_time_is_wanted() {
        Format format = new SyslogFormat();
        List<Field> host = List.of(Field.of("host", Simple.STRING));
        Format.Settings settings = new Format.Settings(ZoneOffset.UTC, 64);

        assertThat(format.decoder(new Options(Map.of()), host, settings).wantsReference())
                .isFalse();
        assertThat(format.decoder(new Options(Map.of()), TIMESTAMP, settings).wantsReference())
                .isTrue();
    }

    private static Decoder decoder(Long year, ZoneId zone) {
        Options options = new Options(year == null ? Map.of() : Map.of("year", year));
        return new SyslogFormat().decoder(options, TIMESTAMP, new Format.Settings(zone, 64));
    }

    private static String read(Decoder decoder, String written) {
        Map<?, ?> record = (Map<?, ?>) Decoded.of(decoder, TIMESTAMP, written + " host1 app: x");
        return String.valueOf(record.get("timestamp"));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
