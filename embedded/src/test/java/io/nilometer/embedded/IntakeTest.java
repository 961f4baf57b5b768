package io.nilometer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.PartitionId;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final PartitionId PARTITION = new PartitionId("logs-0", 0);

    private final Intake intake = new Intake(1);

    @Test
    void what_is_told_between_batches_waits_for_the_next_one() throws Exception {
        tell("1", Progress.BACKLOG, Map.of());
        assertThat(intake.take(1, true)).isEmpty();
        tell("2", Progress.AT_END, Map.of("lost", 3L));
        assertThat(intake.take(1, true)).isEmpty();
        assertThat(intake.takeProgress())
                .containsExactly(
                        new BatchInput.PartitionProgress(0, PARTITION, "2", Progress.AT_END, Map.of("lost", 3L)));
        assertThat(intake.takeProgress()).isEmpty();
        tell("3", Progress.AT_END, Map.of("lost", 5L));
        intake.take(1, true);
        assertThat(intake.takeProgress())
                .containsExactly(
                        new BatchInput.PartitionProgress(0, PARTITION, "3", Progress.AT_END, Map.of("lost", 2L)));
    }

    private void tell(String resume, Progress progress, Map<String, Long> notes) {
        intake.put(0, List.of(new PartitionStatus(PARTITION, resume, progress, 0, notes)));
    }
}
