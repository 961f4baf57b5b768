package io.nilometer.embedded;

import io.nilometer.api.PartitionId;
import io.nilometer.api.Source.PartitionStatus;
import io.nilometer.api.Source.Progress;
import io.nilometer.core.program.MetricProgram;
import io.nilometer.core.program.Program;
import io.nilometer.core.time.PartitionClock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Pauses partitions that are far ahead of the slowest one in event time: their windows would pile up in memory. Far is more
 * than ten minutes and more than twice the largest window.
 */
final class ReadingBrake {

    private static final long LEAST_MICROS = 600_000_000L;

    private final long farMicros;

    ReadingBrake(Program program) {
        long largest = program.metrics().stream()
                .mapToLong(MetricProgram::sizeMicros)
                .max()
                .orElse(0);
        farMicros = Math.max(LEAST_MICROS, 2 * largest);
    }

    void apply(Computation computation, List<SourceReader> readers, Intake intake) {
        long slowest = Long.MAX_VALUE;
        for (int source = 0; source < readers.size(); source++) {
            for (PartitionStatus partition : intake.statuses(source)) {
                if (partition.progress() == Progress.BACKLOG) {
                    slowest = Math.min(
                            slowest,
                            computation
                                    .standing()
                                    .clockMicros(source, partition.partition().name()));
                }
            }
        }
        for (int source = 0; source < readers.size(); source++) {
            readers.get(source).pause(ahead(computation, source, slowest, intake.statuses(source)));
        }
    }

    /** A partition without any event yet says nothing about time, so nothing is paused for it. */
    private Set<PartitionId> ahead(
            Computation computation, int source, long slowest, List<PartitionStatus> partitions) {
        Set<PartitionId> ahead = new HashSet<>();
        if (slowest == Long.MAX_VALUE || slowest == PartitionClock.UNKNOWN) {
            return ahead;
        }
        for (PartitionStatus partition : partitions) {
            long clock = computation
                    .standing()
                    .clockMicros(source, partition.partition().name());
            if (clock != PartitionClock.UNKNOWN && clock - slowest > farMicros) {
                ahead.add(partition.partition());
            }
        }
        return ahead;
    }
}
