package io.nilometer.connectors.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nilometer.api.NilometerException;
import io.nilometer.api.RecordGenerator;
import io.nilometer.api.Source.Progress;
import io.nilometer.connectors.HandClock;
import io.nilometer.connectors.SourceReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerateSourceTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final HandClock clock = new HandClock(NOON);

    private static final RecordGenerator GENERATOR = new RecordGenerator() {
        @Override
        public double rate() {
            return 10;
        }

        @Override
        public byte[] record(long n, long startMicros, long nowMicros) {
            return (n + " " + (nowMicros - startMicros) / 1_000).getBytes(StandardCharsets.UTF_8);
        }
    };

    private SourceReader open(long count, Map<String, String> from) {
        return new SourceReader(new GenerateSource(GENERATOR, 10, count, clock), from, List.of());
    }

    private void passes(SourceReader reader, Duration time) {
        clock.pass(time);
        reader.poll(Duration.ZERO);
    }

    @Test
    void records_come_at_their_time() {
        SourceReader reader = open(100, Map.of());
        reader.poll(Duration.ZERO);
        assertThat(reader.all()).containsExactly("0 0");
        passes(reader, Duration.ofMillis(250));
        assertThat(reader.all()).containsExactly("0 0", "1 100", "2 200");
        passes(reader, Duration.ofMillis(50));
        assertThat(reader.all()).hasSize(4);
    }

    @Test
    void a_pause_is_followed_by_a_second_of_records_at_most() {
        SourceReader reader = open(1_000_000, Map.of());
        reader.poll(Duration.ZERO);
        reader.source().pause(List.of(reader.onlyPartition()));
        passes(reader, Duration.ofHours(1));
        assertThat(reader.all()).hasSize(1);
        reader.source().pause(List.of());
        reader.poll(Duration.ZERO);
        assertThat(reader.all()).hasSize(12).contains("1 3599000", "11 3600000");
        passes(reader, Duration.ofMillis(100));
        assertThat(reader.all()).hasSize(13);
    }

    @Test
    void a_restart_continues_the_sequence_with_the_first_start() {
        SourceReader reader = open(5, Map.of());
        passes(reader, Duration.ofMillis(200));
        SourceReader again = open(5, reader.resume());
        passes(again, Duration.ofMillis(300));
        assertThat(again.all()).containsExactly("3 200", "4 300");
        assertThat(again.positions("generate")).containsExactly(3L, 4L);
        assertThat(again.source().partitions().get(0).progress()).isEqualTo(Progress.ENDED);
    }

    @Test
    void keeps_a_high_rate_in_real_time() {
        long start = System.nanoTime();
        SourceReader reader = new SourceReader(
                new GenerateSource(GENERATOR, 200_000, 100_000, Clock.systemUTC()), Map.of(), List.of());
        assertThat(reader.untilProgress(Progress.ENDED).all()).hasSize(100_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(490));
    }

    @Test
    void without_a_demo_section_there_is_nothing_to_generate() {
        assertThatThrownBy(() ->
                        SourceReader.open(new GenerateSourceFactory(), java.nio.file.Path.of("."), false, Map.of()))
                .isInstanceOf(NilometerException.class)
                .hasMessageContaining("no demo section");
    }
}
