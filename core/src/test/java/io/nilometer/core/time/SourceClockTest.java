package io.nilometer.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Source.Progress;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceClockTest {

    private final SourceClock clock = new SourceClock(false, micros(30));

    @Test
    void a_partition_is_idle_when_it_has_been_at_its_end_without_data_for_long() {
        read("a", 0, 100);
        clock.progress("a", Progress.AT_END, micros(0));
        assertThat(idleAfter(29)).isZero();
        assertThat(idleAfter(30)).isEqualTo(1);
        assertThat(clock.isIdle()).isTrue();
    }

    @Test
    void a_partition_that_nobody_could_look_at_is_not_idle_and_its_silence_begins_when_it_is_seen_again() {
        read("a", 0, 100);
        read("b", 0, 100);
        clock.progress("a", Progress.BACKLOG, micros(1));
        clock.progress("b", Progress.AT_END, micros(1));
        read("b", 500, 700);
        assertThat(idleAfter(510)).isZero();
        assertThat(clock.micros()).isEqualTo(micros(100));

        clock.progress("a", Progress.AT_END, micros(520));
        assertThat(idleAfter(525)).isZero();
        read("a", 526, 101);
        assertThat(clock.micros("a")).isEqualTo(micros(101));
    }

    @Test
    void a_source_that_is_idle_follows_others_and_goes_on_from_there() {
        read("a", 0, 100);
        clock.progress("a", Progress.AT_END, micros(0));
        idleAfter(30);
        clock.follow(micros(5_000));
        clock.follow(micros(4_000));
        assertThat(clock.micros()).isEqualTo(micros(5_000));
        read("a", 31, 200);
        assertThat(clock.micros("a")).isEqualTo(micros(5_000));
    }

    @Test
    void a_note_holds_nothing_beside_partitions_unless_something_waits() {
        clock.progress("", Progress.AT_END, micros(0));
        idleAfter(29);
        assertThat(clock.isIdle()).isFalse();
        idleAfter(30);
        assertThat(clock.isIdle()).isTrue();
        read("a", 31, 100);
        clock.progress("a", Progress.AT_END, micros(31));
        idleAfter(60);
        assertThat(clock.isIdle()).isFalse();
        idleAfter(61);
        assertThat(clock.isIdle()).isTrue();
        clock.progress("", Progress.BACKLOG, micros(62));
        assertThat(clock.isIdle()).isFalse();
    }

    @Test
    void what_begins_midway_is_whole_from_the_largest_first_event_but_no_later_than_reading_began() {
        clock.beginsMidway("a", micros(1_000));
        clock.beginsMidway("b", micros(1_000));
        clock.beginsMidway("silent", micros(1_000));
        idleAfter(1_000);
        assertThat(clock.wholeFromMicros()).isEqualTo(PartitionClock.UNKNOWN);
        read("a", 1_001, 900);
        read("a", 1_001, 950);
        read("b", 1_001, 920);
        idleAfter(1_001);
        assertThat(clock.wholeFromMicros()).isEqualTo(micros(920));

        SourceClock restored = new SourceClock(false, micros(30));
        ByteWriter out = new ByteWriter(64);
        clock.write(out);
        restored.read(new ByteReader(out.toByteArray()));
        restored.scanning("a", micros(2_000)).advance(micros(1_990));
        restored.scanning("silent", micros(2_000)).advance(micros(1_995));
        restored.scanning("new", micros(2_000)).advance(micros(1_999));
        restored.endBatch(micros(2_000), () -> PartitionClock.UNKNOWN);
        assertThat(restored.wholeFromMicros()).isEqualTo(micros(1_000));
    }

    private void read(String partition, long wallSeconds, long eventSeconds) {
        clock.scanning(partition, micros(wallSeconds)).advance(micros(eventSeconds));
    }

    private int idleAfter(long wallSeconds) {
        return clock.endBatch(micros(wallSeconds), () -> PartitionClock.UNKNOWN);
    }

    private static long micros(long seconds) {
        return Duration.ofSeconds(seconds).toNanos() / 1_000;
    }
}
