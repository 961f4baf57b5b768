package io.nilometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTimesTest {

    @Test
    void a_percentile_is_the_smallest_value_that_so_many_do_not_exceed() {
        List<Double> values =
                IntStream.rangeClosed(1, 200).mapToObj(n -> (double) (201 - n)).toList();

        assertThat(BatchTimes.percentile(values, 0.5)).isEqualTo(100);
        assertThat(BatchTimes.percentile(values, 0.99)).isEqualTo(198);
        assertThat(BatchTimes.percentile(values, 1)).isEqualTo(200);
        assertThat(BatchTimes.percentile(List.of(7.0), 0.5)).isEqualTo(7);
        assertThat(BatchTimes.percentile(List.of(), 0.5)).isNaN();
    }
}
