package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampsTest {

    @Test
    void agree_with_java_time_on_random_times_of_many_zones() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("timestamps: -Dseed=" + seed);
        Random random = new Random(seed);
        for (String name : List.of(
                "UTC",
                "+05:30",
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Africa/Casablanca",
                "Asia/Kathmandu",
                "Pacific/Apia")) {
            ZoneId zone = ZoneId.of(name);
            Timestamps timestamps = new Timestamps(zone);
            for (int i = 0; i < 20_000; i++) {
                long second = random.nextInt(10) == 0
                        ? random.nextLong(-62_135_596_800L + 90_000, 253_402_300_800L - 90_000)
                        : random.nextLong(-2_000_000_000L, 4_000_000_000L);
                LocalDateTime local =
                        LocalDateTime.ofEpochSecond(second, random.nextInt(1_000_000) * 1000, ZoneOffset.UTC);
                check(timestamps, local, zone);
            }
        }
    }

    @Test
    void agree_with_java_time_around_changes_of_the_clock() {
        for (String name : List.of("Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Africa/Casablanca")) {
            ZoneId zone = ZoneId.of(name);
            Timestamps timestamps = new Timestamps(zone);
            for (int day = 0; day < 366; day++) {
                for (int minute = 0; minute < 24 * 60; minute += 15) {
                    check(
                            timestamps,
                            LocalDateTime.of(2025, 12, 31, 0, 0).plusDays(day).plusMinutes(minute),
                            zone);
                }
            }
        }
    }

    @Test
    void read_the_times_of_access_logs() {
        Timestamps timestamps = new Timestamps(ZoneOffset.UTC);
        DateTimeFormatter access = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
        for (int day = 0; day < 366; day++) {
            ZonedDateTime time = ZonedDateTime.of(2024, 1, 1, 7, 8, 9, 0, ZoneOffset.ofHoursMinutes(-5, -30))
                    .plusDays(day);
            byte[] text = ascii(access.format(time));
            assertThat(timestamps.accessLog(text, 0, text.length)).isEqualTo(time.toEpochSecond() * 1_000_000);
        }
    }

    private static void check(Timestamps timestamps, LocalDateTime local, ZoneId zone) {
        byte[] text = ascii(local.toString());
        Instant expected = local.atZone(zone).toInstant();
        long micros = timestamps.iso(text, 0, text.length);
        if (micros != expected.getEpochSecond() * 1_000_000 + expected.getNano() / 1000) {
            assertThat(Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                    .as(local + " in " + zone)
                    .isEqualTo(expected);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
