package io.nilometer.core.aggregate;

import static io.nilometer.core.aggregate.NumericAggregatesTest.seeds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NumberSetTest {

    private static final int MOST = 1 << 20;

    @Test
    void holds_what_was_added_whatever_form_it_takes() {
        seeds(random -> {
            Set<Integer> expected = new HashSet<>();
            Object set = null;
            int range = 1 + random.nextInt(1 << 1 + random.nextInt(20));
            for (int i = random.nextInt(3_000); i > 0; i--) {
                int number = random.nextInt(500) == 0 ? random.nextInt(MOST) : random.nextInt(range);
                assertThat(NumberSet.holds(set, number)).isEqualTo(expected.contains(number));
                if (expected.add(number)) {
                    set = NumberSet.with(set, expected.size() - 1, number);
                }
                if (random.nextInt(100) == 0) {
                    range = 1 + random.nextInt(MOST);
                }
            }
            assertThat(numbers(set, expected.size())).isEqualTo(expected);
        });
    }

    @Test
    void is_a_bitmap_where_that_is_smaller_and_a_table_again_when_a_late_number_would_make_it_large() {
        Object set = null;
        int size = 0;
        for (; size < 5_000; size++) {
            set = NumberSet.with(set, size, 2 * size);
        }
        assertThat(set).isInstanceOf(BitSet.class);
        assertThat(NumberSet.heapBytes(set)).isLessThan(2_600);
        set = NumberSet.with(set, size++, 10_300);
        assertThat(set).isInstanceOf(BitSet.class);
        set = NumberSet.with(set, size++, MOST - 1);
        assertThat(set).isInstanceOf(int[].class);
        assertThat(numbers(set, size)).contains(0, 9_998, 10_300, MOST - 1).hasSize(size);
    }

    @Test
    void is_never_much_larger_than_a_table_or_a_bitmap() {
        seeds(random -> {
            Object set = null;
            int size = 0;
            int largest = 0;
            int range = 1 + random.nextInt(1 << 1 + random.nextInt(20));
            for (int i = random.nextInt(20_000); i > 0; i--) {
                int number = random.nextInt(Math.min(MOST, range + i % 100 * 37));
                if (!NumberSet.holds(set, number)) {
                    set = NumberSet.with(set, size++, number);
                    largest = Math.max(largest, number);
                }
                long table = 16 + 4L * NumberTable.places(size);
                long bitmap = 48 + largest / 8;
                assertThat(NumberSet.heapBytes(set)).isLessThanOrEqualTo(4 * Math.min(table, bitmap) + 64);
            }
        });
    }

    @Test
    void five_numbers_fit_in_two_longs_and_leave_the_highest_byte() {
        seeds(random -> {
            long[] longs = new long[2];
            Set<Integer> expected = new HashSet<>();
            while (expected.size() < FewNumbers.MOST) {
                int number = random.nextBoolean() ? random.nextInt(8) : MOST - 1 - random.nextInt(8);
                assertThat(FewNumbers.holds(longs[0], longs[1], number)).isEqualTo(expected.contains(number));
                if (!expected.contains(number)) {
                    FewNumbers.add(longs, 0, expected.size(), number);
                    assertThat(FewNumbers.number(longs, 0, expected.size())).isEqualTo(number);
                    expected.add(number);
                }
            }
            assertThat(longs[1] >>> 56).isZero();
        });
    }

    private static Set<Integer> numbers(@Nullable Object set, int size) {
        int[] into = new int[size + 3];
        assertThat(NumberSet.copy(set, into, 3)).isEqualTo(into.length);
        Set<Integer> numbers = new HashSet<>();
        Arrays.stream(into, 3, into.length).forEach(numbers::add);
        return numbers;
    }
}
