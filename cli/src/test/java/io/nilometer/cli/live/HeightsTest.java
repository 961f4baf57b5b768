package io.nilometer.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeightsTest {

    @Test
    void what_one_does_not_need_goes_to_the_others_evenly() {
        assertThat(Heights.share(20, new int[] {2, 50, 50})).containsExactly(2, 9, 9);
        assertThat(Heights.share(21, new int[] {50, 2, 50})).containsExactly(10, 2, 9);
    }

    @Test
    void nobody_gets_more_than_wanted_and_the_last_get_none_when_there_are_too_few() {
        assertThat(Heights.share(100, new int[] {3, 4})).containsExactly(3, 4);
        assertThat(Heights.share(2, new int[] {5, 5, 5})).containsExactly(1, 1, 0);
        assertThat(Heights.share(0, new int[] {5})).containsExactly(0);
        assertThat(Heights.share(5, new int[0])).isEmpty();
    }
}
