package io.nilometer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionIdTest {

    @Test
    void partitions_come_in_the_order_of_what_is_read_then_by_name_and_number() {
        List<PartitionId> ordered = List.of(
                new PartitionId("web-0", 0),
                new PartitionId("web-2", 0),
                new PartitionId("web-10", 0),
                new PartitionId("api-0", 1),
                new PartitionId("api-1", 1),
                new PartitionId("", 2),
                new PartitionId("7", 2),
                new PartitionId("10", 2),
                new PartitionId("/a/app.log", 2),
                new PartitionId("/b/app.log.2", 2),
                new PartitionId("/b/app.log.10", 2),
                new PartitionId("/b/part-0009", 2),
                new PartitionId("/b/part-9", 2),
                new PartitionId("/b/part-0010", 2),
                new PartitionId("/b/z123456789012345678901234567890", 2),
                new PartitionId("/b/z123456789012345678901234567891", 2));
        for (int seed = 0; seed < 20; seed++) {
            List<PartitionId> shuffled = new ArrayList<>(ordered);
            Collections.shuffle(shuffled, new Random(seed));
            Collections.sort(shuffled);
            assertThat(shuffled).isEqualTo(ordered);
        }
    }
}
