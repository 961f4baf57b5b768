package io.nilometer.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.RangePlanner.Most;
import io.nilometer.api.Rate;
import org.junit.jupiter.api.Test;

class RecordRateTest {

    private static final Most PLENTY = new Most(1_000_000, 100_000_000);
    private static final long SECOND = 1_000_000_000L;

    @Test
    void without_a_rate_a_batch_holds_what_fits() {
        assertThat(new RecordRate(null).bound(PLENTY, 3, 0, 0)).isEqualTo(PLENTY);
    }

    @Test
    void no_more_is_read_than_the_time_allows_whatever_the_batches_are() {
        RecordRate rate = new RecordRate(new Rate(100));
        long read = 0;
        for (int tenth = 0; tenth <= 200; tenth++) {
            Most most = rate.bound(PLENTY, 4, read, tenth * SECOND / 10);
            assertThat(most.bytes()).isEqualTo(most.records() * 100);
            // Only two of the four partitions have so much.
            read += 2 * most.records();
            assertThat(read).isLessThanOrEqualTo(10L * tenth);
        }
        assertThat(read).isGreaterThan(1_900);
    }

    @Test
    void what_was_not_read_is_allowed_for_five_seconds_more() {
        RecordRate rate = new RecordRate(new Rate(100));
        rate.bound(PLENTY, 1, 0, 0);
        assertThat(rate.bound(PLENTY, 1, 0, 3_600 * SECOND).records()).isEqualTo(500);
    }

    @Test
    void a_rate_slower_than_a_record_for_each_partition_still_reads() {
        RecordRate rate = new RecordRate(new Rate(0.1));
        long read = 0;
        for (int second = 0; second < 400; second++) {
            read += 8 * rate.bound(PLENTY, 8, read, second * SECOND).records();
        }
        assertThat(read).isBetween(32L, 40L);
    }
}
