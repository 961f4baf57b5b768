package io.nilometer.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Source.Progress;
import io.nilometer.spark.batch.BatchOffset.SourceRange;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlacesTest {

    @Test
    void ranges_that_are_read_together_make_one_task_for_each_that_can_run() {
        assertThat(orders(new Places(List.of(), 2), 6)).containsExactly(List.of(0L, 2L, 4L), List.of(1L, 3L, 5L));
        assertThat(orders(new Places(List.of(), 1), 3)).containsExactly(List.of(0L, 1L, 2L));
    }

    @Test
    void few_ranges_keep_a_task_each() {
        assertThat(orders(new Places(List.of(), 16), 3)).containsExactly(List.of(0L), List.of(1L), List.of(2L));
        assertThat(orders(new Places(List.of(), 2), 0)).isEmpty();
    }

    @Test
    void a_task_has_only_ranges_of_one_executor() {
        Places places = new Places(List.of("executor_a_1", "executor_b_2"), 4);

        assertThat(orders(places, 9))
                .containsExactly(List.of(0L, 4L, 8L), List.of(2L, 6L), List.of(1L, 5L), List.of(3L, 7L))
                .allSatisfy(task -> assertThat(task.stream().map(order -> places.of(range(order))[0]))
                        .containsOnly(places.of(range(task.get(0)))[0]));
    }

    @Test
    void slots_that_do_not_divide_evenly_are_all_used() {
        assertThat(new Places(List.of("executor_a_1", "executor_b_2"), 3).together(ranges(8)))
                .hasSize(4);
    }

    private static List<List<Long>> orders(Places places, int ranges) {
        return places.together(ranges(ranges)).stream()
                .map(task -> task.stream().map(SourceRange::order).toList())
                .toList();
    }

    private static List<SourceRange> ranges(int count) {
        return LongStream.range(0, count).mapToObj(PlacesTest::range).toList();
    }

    private static SourceRange range(long order) {
        return new SourceRange(0, "p" + order, order, "0", "9", Progress.AT_END, 0, false);
    }
}
